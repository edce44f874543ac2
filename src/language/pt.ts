/** Every text that people read, in the Portuguese of Brazil. */

import type { Catalogue } from "./en.ts";

export const pt: Catalogue = {
  "error.INTERNAL": "O Fivefold cometeu um erro: {message}",
  "advice.INTERNAL":
    "Nada mais foi feito. Por favor, envie esta frase a quem lhe forneceu o Fivefold.",
  "error.CANCELLED": "O trabalho foi cancelado antes do fim.",
  "advice.CANCELLED": "O que já estava pronto foi mantido. Repita o comando; ele continua dali.",
  "cancelled.restore": "O aplicativo está como antes.",
  "cancelled.recover": "Nada foi recuperado; repita o comando.",
  "cancelled.undo": "O aplicativo está como antes; a restauração ainda pode ser desfeita.",
  "cancelled.target": "A pasta contém só uma parte do backup. Remova-a e repita o comando.",
  "error.USAGE_WRONG": "{problem}",
  "advice.USAGE_WRONG": "`fivefold help` mostra o que é possível e como se escreve.",
  "error.PASSWORD_NEEDED": "Os backups em {place} estão trancados e nenhuma chave foi informada.",
  "advice.PASSWORD_NEEDED":
    "Informe com `--password-file` um arquivo que contenha a chave, ou defina `FIVEFOLD_PASSWORD_FILE` ou `FIVEFOLD_PASSWORD`.",
  "error.CONFIRMATION_NEEDED":
    "Isso só é feito quando alguém diz que sim, e não havia a quem perguntar se é o desejado.",
  "advice.CONFIRMATION_NEEDED": "Se for, repita o comando com `--yes`.",
  "error.NODE_TOO_OLD":
    "O Fivefold precisa do Node {needed} ou mais novo; este é o Node {version}.",
  "advice.NODE_TOO_OLD": "Instale um Node mais novo de nodejs.org e tente de novo.",
  "error.DESCRIPTION_MISSING": "A descrição do aplicativo não foi encontrada: {path}",
  "advice.DESCRIPTION_MISSING":
    "Dê o comando na pasta do aplicativo, ou informe o arquivo com `--app`.",
  "error.DESCRIPTION_WRONG":
    "A descrição do aplicativo tem um erro em {path}{hasLine, select, yes {, linha {line, number}, coluna {column, number}} other {}}: {problem}",
  "advice.DESCRIPTION_WRONG":
    "Quem escreve este arquivo é o fornecedor do aplicativo. Corrija-o, ou peça um novo ao fornecedor.",
  "error.CREDENTIALS_UNDECLARED":
    "A descrição do aplicativo em {path} não diz onde ele guarda suas senhas e chaves.",
  "advice.CREDENTIALS_UNDECLARED":
    "Acrescente um item do tipo `credentials`, ou escreva `credentials: none` se não houver.",
  "error.TENANTS_UNREADABLE":
    "A lista de empresas não pôde ser lida em {path}{hasMessage, select, yes {: {message}} other {}}{hasLine, select, yes { (descrição, linha {line, number}, coluna {column, number})} other {}}",
  "advice.TENANTS_UNREADABLE":
    "Sem ela ninguém sabe dizer quais empresas fazem parte do backup. Verifique se o banco de dados de login está lá e pode ser lido, e se a consulta na descrição está certa.",
  "error.TENANT_UNSAFE": "{tenant} não pode ser o identificador de uma empresa: {problem}",
  "advice.TENANT_UNSAFE":
    "Um identificador vira nome de pasta em todos os sistemas. Dê a esta empresa um identificador com letras, números, - e _.",
  "error.TENANT_UNKNOWN":
    "{where, select, backup {O backup não contém empresa com o identificador} away {Não está fora nenhuma empresa com o identificador} other {Não há empresa com o identificador}} {tenant}.",
  "advice.TENANT_UNKNOWN":
    "`fivefold parts` mostra as empresas do aplicativo, `fivefold show` as de um backup.",
  "error.TENANT_EXISTS":
    "{where, select, data {Já há aqui dados de uma empresa com o identificador {tenant}.} other {Já há aqui uma empresa com o identificador {tenant}.}}",
  "advice.TENANT_EXISTS":
    "Nada foi alterado. `--replace` põe a do arquivo no lugar dela, e `fivefold undo` volta atrás; `--as` com outro identificador a coloca ao lado.",
  "error.TENANT_CHANGED":
    "{name} saiu em {awayAt} e foi alterada aqui desde então: {parts}.{hasHere, select, yes { Linhas na saída: {left}. Aqui agora: {here}. No arquivo de {takenAt}: {there}.} other { O arquivo é de {takenAt}.}}",
  "advice.TENANT_CHANGED":
    "Nada foi alterado. Decida qual das duas deve ficar: `--replace` põe a do arquivo no lugar da daqui, que `fivefold undo` traz de volta; `--as` com outro identificador mantém as duas.",
  "error.TENANT_AWAY":
    "A empresa {tenant} já está fora, desde {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "advice.TENANT_AWAY":
    "Traga-a de volta com `fivefold import` e o arquivo que volta. Se nunca saiu ou não volta, `fivefold away end` encerra isso.",
  "error.TENANT_UNREGISTRABLE":
    "A empresa {tenant} não pôde ser inscrita na lista de empresas do aplicativo: {problem}",
  "advice.TENANT_UNREGISTRABLE":
    "Nada foi alterado. A instrução é `tenants.register` na descrição do aplicativo, escrita pelo fornecedor. Se uma linha antiga atrapalha, remova-a no aplicativo.",
  "register.sqlite": "o banco de dados diz: {message}",
  "register.notListed":
    "a instrução da descrição foi executada, e a empresa ainda não está na lista.",
  "register.removes": "a instrução da descrição tiraria o que pertence a outros: {message}.",
  "error.TENANT_UNREGISTERED":
    "Os dados de {name} voltaram, mas o aplicativo não conhece a empresa: {tenant} não está na lista dele.",
  "advice.TENANT_UNREGISTERED":
    "Acrescente a empresa no aplicativo, com o identificador {tenant}. Com `tenants.register` na descrição, o fornecedor pode deixar isso para o Fivefold.",
  "error.PART_UNKNOWN":
    "{where, select, backup {O backup não contém item com o identificador} other {Não há item com o identificador}} {part}.",
  "advice.PART_UNKNOWN":
    "`fivefold parts` mostra os itens do aplicativo, `fivefold show` os de um backup.",
  "error.PATH_UNKNOWN":
    "Não há {hasWanted, select, yes {arquivo } other {}}{path} no backup {snapshot}{hasPart, select, yes { ({part})} other {}}.{hasNear, select, yes { Você quis dizer: {near}?} other {}}",
  "advice.PATH_UNKNOWN":
    "`fivefold show` com `--part` mostra os arquivos de um backup; `fivefold vault ls` mostra o que há em qualquer repositório.",
  "error.PATH_IN_DATABASE": "{part} é um banco de dados, que só volta inteiro.",
  "advice.PATH_IN_DATABASE":
    "Deixe `--path` de fora. Com `--target`, o banco de dados é gravado em uma pasta própria, de onde você pode tirar o que precisa.",
  "error.PATH_BLOCKED": "Isto não pode voltar sozinho: {problem}",
  "advice.PATH_BLOCKED": "Nada foi alterado. Com `--target`, é gravado em uma pasta própria.",
  "blocked.way": "{path} não é uma pasta, mas está onde precisa haver uma; um link não é seguido.",
  "blocked.excluded": "a descrição do aplicativo exclui {path}.",
  "blocked.inner": "{path} pertence a outro item.",
  "error.SETTINGS_WRONG":
    "As configurações têm um erro em {path}{hasLine, select, yes {, linha {line, number}, coluna {column, number}} other {}}: {problem}",
  "advice.SETTINGS_WRONG": "Corrija o arquivo. Até lá valem as últimas configurações sem erro.",
  "error.SETTINGS_NEWER": "As configurações em {path} foram escritas por um Fivefold mais novo.",
  "advice.SETTINGS_NEWER": "Instale o Fivefold mais novo neste computador.",
  "error.HOME_FOREIGN":
    "A pasta {path} não pode ser usada para este aplicativo: {hasOther, select, yes {ela pertence a {other}} other {ela contém {found}}}.",
  "advice.HOME_FOREIGN": "Escolha outra pasta para este aplicativo com `--home`.",
  "error.HOME_UNWRITABLE": "Não é possível gravar na pasta própria do Fivefold: {path}",
  "advice.HOME_UNWRITABLE":
    "Dê ao usuário que faz os backups o direito de gravar ali, ou escolha outra pasta com `--home`.{hasUndoBytes, select, yes { Ou desista de desfazer a última restauração: `fivefold close` libera {undoBytes}.} other {}}",
  "error.HOME_BUSY": "Outro programa está alterando há tempo demais o que é guardado em {path}.",
  "advice.HOME_BUSY":
    "Nada foi alterado. Tente de novo; se continuar assim, veja qual programa do Fivefold está travado e encerre-o.",
  "error.SEAT_IS_WORKSTATION":
    "Este computador é uma estação de trabalho de {app}; os backups são feitos no servidor.",
  "advice.SEAT_IS_WORKSTATION":
    "Inicie o Fivefold no computador onde estão os dados do aplicativo.",
  "error.APP_BUSY":
    "{hasHolder, select, yes {{part} está em uso por {holder}} other {{part} é alterado a toda hora}} e não pode ser substituído agora.",
  "error.APP_AMBIGUOUS": "Há backups de vários aplicativos: {apps}.",
  "advice.APP_AMBIGUOUS": "Nada foi gravado. Indique um deles com `--app-id`.",
  "error.APP_UNKNOWN": "Não há backups de {app}, mas de: {apps}.",
  "advice.APP_UNKNOWN": "Nada foi gravado. Indique um destes aplicativos com `--app-id`.",
  "advice.APP_BUSY": "Feche o aplicativo e tente de novo.",
  "error.APP_LOCKED":
    "Outro backup ou outra restauração de {app} está em andamento{hasPid, select, yes { (processo {pid})} other {}}.",
  "advice.APP_LOCKED": "Espere terminar e tente de novo.",
  "error.HOOK_FAILED": "O comando do próprio aplicativo para {hook} não deu certo: {problem}",
  "advice.HOOK_FAILED":
    "{step, select, start {Veja se o aplicativo está funcionando e inicie-o se não estiver.} stop {Feche o aplicativo e tente de novo.} other {Elimine a causa e tente de novo.}} O que o comando mostrou está no registro da execução; a descrição do aplicativo o indica em `hooks`.",
  "hook.missing": "{program} não existe ou não pode ser executado.",
  "hook.timeLimit": "não terminou em {limitMs} e foi encerrado.",
  "hook.failed": "{hasMessage, select, yes {{message}} other {terminou com um erro.}}",
  "error.HOOK_SKIPPED":
    "{hasQuestion, select, yes {Antes do backup, ninguém confirmou: {question}} other {Uma pergunta antes do backup não foi confirmada.}}",
  "advice.HOOK_SKIPPED":
    "O backup contém tudo o que estava no aplicativo. Se isso devia ser feito antes, faça-o e faça outro backup.",
  "error.SOURCE_MISSING": "Os dados de {part} não estão lá: {path}",
  "advice.SOURCE_MISSING":
    "Se foram movidos, a descrição do aplicativo precisa dizer onde estão agora. Se foram perdidos, restaure-os.",
  "error.SOURCE_DAMAGED": "O banco de dados de {part} está danificado: {path}",
  "advice.SOURCE_DAMAGED":
    "Guarde seus backups mais antigos e restaure {part} do mais novo que esteja completo.",
  "error.SOURCE_ENCRYPTED":
    "{path} de {part} está criptografado ou não é um banco de dados SQLite.",
  "advice.SOURCE_ENCRYPTED":
    "Pergunte ao fornecedor do aplicativo como salvar este banco de dados. Ele não está no backup.",
  "error.SOURCE_UNREADABLE":
    "Os dados de {part} não puderam ser lidos{hasPath, select, yes {: {path}} other {.}}",
  "advice.SOURCE_UNREADABLE": "Dê ao usuário que faz os backups o direito de lê-los.",
  "error.SOURCE_BUSY": "O banco de dados de {part} ficou em uso por tempo demais: {path}",
  "advice.SOURCE_BUSY": "Tente de novo quando o aplicativo tiver menos a fazer.",
  "error.ENTRY_UNREADABLE": "{path}{hasPart, select, yes { em {part}} other {}} não pôde ser lido.",
  "advice.ENTRY_UNREADABLE":
    "Dê ao usuário que faz os backups o direito de leitura e faça o backup de novo.",
  "error.ENTRY_VANISHED":
    "{path}{hasPart, select, yes { em {part}} other {}} foi removido durante a leitura.",
  "advice.ENTRY_VANISHED":
    "Faça o backup de novo; se o aplicativo remove arquivos assim o tempo todo, exclua-os.",
  "error.ENTRY_CHANGED":
    "{path}{hasPart, select, yes { em {part}} other {}} foi alterado durante a leitura.",
  "advice.ENTRY_CHANGED":
    "Faça o backup de novo em um momento em que o aplicativo não esteja gravando nele.",
  "error.ENTRY_UNSUPPORTED":
    "{path}{hasPart, select, yes { em {part}} other {}} não é arquivo, pasta nem link, e ficou de fora.",
  "advice.ENTRY_UNSUPPORTED":
    "Soquetes, pipes e dispositivos não contêm dados. Exclua-o na descrição do aplicativo.",
  "error.ENTRY_UNRESTORABLE":
    "{path}{hasPart, select, yes { em {part}} other {}} não pôde ser gravado.",
  "advice.ENTRY_UNRESTORABLE":
    "Este computador não aceita o nome ou o tipo. Ele continua no backup.",
  "error.METADATA_UNRESTORABLE":
    "O conteúdo de {path}{hasPart, select, yes { em {part}} other {}} voltou, mas não o dono, os direitos, a data ou os atributos.",
  "advice.METADATA_UNRESTORABLE": "Restaure como administrador se o aplicativo precisar deles.",
  "error.ATTRIBUTES_UNREADABLE":
    "Os atributos estendidos de {path}{hasPart, select, yes { em {part}} other {}} não puderam ser lidos.",
  "advice.ATTRIBUTES_UNREADABLE":
    "O conteúdo está no backup. Dê ao usuário que faz os backups o direito de ler os atributos.",
  "error.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Nada é preparado ao lado dos dados do aplicativo: {problem}} other {Não há lugar ao lado de {path} onde preparar {part}.}}",
  "advice.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {Nada foi alterado. Descubra de onde isso vem. Se não for necessário, mova-o para outro lugar, sem apagar, e repita o comando.} other {É preciso uma pasta gravável na mesma unidade. Ou restaure em outra pasta com `--target`.}}",
  "aside.link": "{path} é um link, e o seu destino pode ser de qualquer um.",
  "aside.notFolder": "{path} não é uma pasta.",
  "aside.owner": "{path} não pertence nem ao administrador nem ao dono da pasta do aplicativo.",
  "aside.notFile": "{path} não é um arquivo.",
  "aside.damaged": "{path}, que impede dois trabalhos ao mesmo tempo, está danificado.",
  "aside.closed": "{path} não pode ser aberto por este usuário.",
  "aside.moved": "{path} agora está em outra unidade.",
  "error.DISK_FAILING":
    "O disco com {path} está falhando: o sistema não conseguiu ler nem gravar nele.",
  "advice.DISK_FAILING":
    "Pare de usar este disco: cada minuto pode custar dados, e nada mais é gravado nos dados do aplicativo nele.{hasHome, select, yes { A pasta própria do Fivefold também está nele: {home}} other {}} `fivefold backup --to` com uma pasta em outro disco salva o que ainda pode ser lido; `fivefold recover --from` com os seus backups traz o aplicativo para outro disco. O que nenhum backup contém, um centro de recuperação de dados talvez ainda consiga tirar do disco.",
  "error.SPACE_SHORT":
    "Espaço insuficiente{hasNeededBytes, select, yes {: são necessários {neededBytes}, há {freeBytes} livres em {path}} other { em {path}}}.",
  "advice.SPACE_SHORT":
    "Libere espaço ali e tente de novo.{hasUndoBytes, select, yes { Ou desista de desfazer a última restauração: `fivefold close` libera {undoBytes}.} other {}}",
  "error.JOB_UNKNOWN":
    "Não há tarefa chamada {job}.{hasJobs, select, yes { Tarefas conhecidas: {jobs}} other {}}",
  "advice.JOB_UNKNOWN": "`fivefold job list` mostra as tarefas; `fivefold job add` acrescenta uma.",
  "error.JOB_FOLLOWED": "A tarefa {job} não pode ser removida: {jobs} roda depois dela.",
  "advice.JOB_FOLLOWED": "Dê antes um horário próprio à outra, ou remova-a antes.",
  "error.JOB_EXISTS": "Já há uma tarefa chamada {job}.",
  "advice.JOB_EXISTS":
    "Escolha outro nome com `--name`, ou remova a outra com `fivefold job remove`.",
  "error.ALARM_UNSENT": "Não foi possível enviar por {way} uma mensagem sobre os backups: {answer}",
  "advice.ALARM_UNSENT": "Veja `alarms` nas configurações; o envio é tentado de novo sozinho.",
  "error.KEEPING_STOPPED":
    "A tarefa {job} fez o backup e deixou todos os mais antigos onde estão: {problem}",
  "advice.KEEPING_STOPPED":
    "Olhe o aplicativo. Se tudo estiver como deve, diga isso com `fivefold job accept`; depois disso os backups antigos saem de novo.",
  "error.PLACE_USED": "O local {place} é usado por estas tarefas: {jobs}",
  "advice.PLACE_USED":
    "Com `--yes` ele sai da lista mesmo assim: as tarefas que gravam lá ficam em pausa, as outras não fazem mais cópia lá. É melhor dar antes outro local a elas.",
  "error.PLACE_UNKNOWN":
    "Não há local de armazenamento chamado {place}.{hasPlaces, select, yes { Locais conhecidos: {places}} other {}}",
  "advice.PLACE_UNKNOWN":
    "Escreva uma pasta com barra, como `./{place}`, ou acrescente o local com `fivefold place add`.",
  "error.PLACE_MISSING": "O local de armazenamento {place} não está lá.",
  "advice.PLACE_MISSING": "Se for uma unidade externa, conecte-a e tente de novo.",
  "error.PLACE_FULL": "O local de armazenamento {place} está cheio.",
  "advice.PLACE_FULL":
    "Libere espaço ali: `fivefold forget` e `fivefold prune` removem backups antigos. Todos os backups feitos até agora foram mantidos.{hasUndoBytes, select, yes { Ou desista de desfazer a última restauração: `fivefold close` libera {undoBytes}.} other {}}",
  "error.PLACE_READ_ONLY": "Nada pode ser gravado em {place}.",
  "advice.PLACE_READ_ONLY":
    "Remova a proteção contra gravação, ou dê ao usuário que faz os backups o direito de gravar ali.",
  "error.PLACE_UNREACHABLE": "O local de armazenamento {place} não responde.",
  "advice.PLACE_UNREACHABLE": "Verifique a unidade ou a rede e tente de novo.",
  "error.PLACE_FOREIGN": "{place} contém outros arquivos e nenhum backup.",
  "advice.PLACE_FOREIGN": "Escolha uma pasta vazia, ou uma que já contenha backups.",
  "error.OBJECT_EXISTS": "{key} já está em {place}.",
  "advice.OBJECT_EXISTS": "Nada foi substituído. Tente de novo com outro nome.",
  "error.OBJECT_MISSING": "Falta um arquivo dos backups em {place}: {key}",
  "advice.OBJECT_MISSING": "`fivefold check` diz quais backups foram afetados.",
  "error.OBJECT_SHORT": "Um arquivo dos backups em {place} é menor do que deveria: {key}",
  "advice.OBJECT_SHORT":
    "A unidade pode estar falhando. `fivefold check --read-data` diz quais backups foram afetados.",
  "error.VAULT_MISSING": "Não há backups em {place}.",
  "advice.VAULT_MISSING":
    "Verifique se o local está certo. `fivefold init` prepara um novo.{hasEarlier, select, yes { Os backups de antes ficam em {earlier}: indique essa pasta com `--from`.} other {}}",
  "error.BACKUPS_MISSING":
    "Não há backups em {place}.{hasFound, select, yes { Mas há em {found}.} other {}}",
  "advice.BACKUPS_MISSING":
    "Nada foi gravado. Indique a pasta que contém `config` e `keys`, ou os arquivos de backup. Se não há backup algum, não use mais o disco antigo; a página `no-backup` da ajuda diz o que ainda é possível.",
  "error.VAULT_LOCKED":
    "Os backups em {place} estão em uso por outro programa{hasHost, select, yes { em {host}} other {}}.",
  "advice.VAULT_LOCKED":
    "Espere terminar. Se aquele computador não estiver mais funcionando, `restic unlock` remove a trava dele.",
  "error.VAULT_DAMAGED":
    "Os backups em {place} estão danificados{hasPath, select, yes {: {path}} other {}}.",
  "advice.VAULT_DAMAGED":
    "`fivefold check` diz o que ainda pode ser lido. Passe a usar um segundo local.",
  "error.CONFIG_MISSING":
    "Em {place} há arquivos de backups, mas falta o arquivo `config`, e sem ele ninguém pode abri-los.",
  "advice.CONFIG_MISSING":
    "Nada foi alterado. Recupere o arquivo de uma cópia desta pasta ou da lixeira. Para novos backups escolha outra pasta.",
  "error.VAULT_NEWER": "Os backups em {place} têm uma forma que este Fivefold não conhece.",
  "advice.VAULT_NEWER": "Instale o Fivefold mais novo.",
  "error.VAULT_EXISTS": "Já há backups em {place}.",
  "advice.VAULT_EXISTS": "`fivefold backup` acrescenta a eles; não é preciso preparar nada.",
  "error.KEY_WRONG":
    "Esta chave não abre os backups em {place}.{hasGroups, select, yes { Grupos digitados errado: {groups}.} other {}}",
  "advice.KEY_WRONG":
    "Compare cada grupo de números com a folha de emergência; um grupo digitado errado é indicado.",
  "error.KEY_MISSING":
    "Não há essa chave{hasPlace, select, yes { em {place}} other {}}{hasKey, select, yes {: {key}} other {}}.",
  "advice.KEY_MISSING": "`fivefold key list` mostra as chaves.",
  "error.KEY_UNKEPT": "Neste computador não há cópia da chave dos backups em {place}.",
  "advice.KEY_UNKEPT":
    "Ela está na folha de emergência. Com essa chave, `fivefold key add` cria outra.",
  "error.KEY_LAST":
    "Esta é a única chave, ou a que está em uso; sem ela ninguém conseguiria ler os backups.",
  "advice.KEY_LAST": "Acrescente primeiro outra chave com `fivefold key add`, e use essa.",
  "error.ESCROW_MISSING":
    "A descrição de {app} não indica ninguém que possa guardar uma chave dos backups.",
  "advice.ESCROW_MISSING":
    "Está tudo certo: só você abre os seus backups. Um fornecedor se indica em `escrow` na descrição.",
  "error.ESCROW_UNPLACED":
    "A chave para {name} não pôde ser colocada junto dos backups em {place}.",
  "advice.ESCROW_UNPLACED":
    "O backup em si está bom. O próximo tenta de novo; `fivefold key escrow status` diz onde está a chave.",
  "error.ESCROW_UNREADABLE": "{path} não pode ser usado: {problem}",
  "advice.ESCROW_UNREADABLE":
    "Nada foi alterado. Indique o arquivo que termina com `.age` e, com `--identity`, o que `age-keygen` gravou.",
  "sealed.notAge": "não é um arquivo do formato `age`, ou está danificado.",
  "sealed.otherKey": "foi lacrado para outra chave, não para esta.",
  "sealed.identityWrong": "não há nele uma chave secreta (`AGE-SECRET-KEY-…`).",
  "sealed.notOurs": "não contém uma chave de backups.",
  "sealed.unreadable": "não pode ser lido.",
  "error.SNAPSHOT_MISSING":
    "{hasSnapshot, select, yes {Não há backup {snapshot}.} other {Nenhum backup foi indicado.}}",
  "advice.SNAPSHOT_MISSING": "`fivefold list` mostra os backups que existem.",
  "error.SNAPSHOT_AMBIGUOUS": "Vários backups começam com {snapshot}.",
  "advice.SNAPSHOT_AMBIGUOUS": "Informe mais dos números que `fivefold list` mostra.",
  "error.SNAPSHOT_DAMAGED":
    "O backup está danificado{hasPath, select, yes {: {path} não é o que foi guardado} other {}}.",
  "advice.SNAPSHOT_DAMAGED":
    "Nada foi substituído. Use outro backup; `fivefold check --read-data` diz quais estão íntegros.",
  "error.SNAPSHOT_FOREIGN":
    "O backup{hasSnapshot, select, yes { {snapshot}} other {}} não foi feito pelo Fivefold para este aplicativo.",
  "advice.SNAPSHOT_FOREIGN":
    "`fivefold vault restore` grava os arquivos dele em uma pasta à sua escolha.",
  "error.SNAPSHOT_UNDESCRIBED":
    "O backup {snapshot} não contém uma descrição do aplicativo que este Fivefold entenda.",
  "advice.SNAPSHOT_UNDESCRIBED":
    "Nada foi gravado. Use outro backup, ou instale o Fivefold mais novo. Mesmo sem descrição, `fivefold vault restore` tira os dados; de um arquivo de backup, qualquer programa de zip.",
  "error.SNAPSHOT_INCOMPLETE":
    "O backup {snapshot} está incompleto: algo não pôde ser lido quando foi feito.",
  "advice.SNAPSHOT_INCOMPLETE":
    "`fivefold show` diz o que ele contém. Indique os itens com `--part`, ou use um backup mais antigo.",
  "error.LAYOUT_NEWER":
    "Este backup foi feito por um Fivefold mais novo (forma {layout, number}; este lê {reads, number}).",
  "advice.LAYOUT_NEWER": "Instale o Fivefold mais novo neste computador.",
  "error.VERSION_UNFIT":
    "Este backup foi feito por {app}{hasBackup, select, yes { {backup}} other {}}. A versão daqui{hasVersion, select, yes {, {version},} other {}} só aceita backups de {restores}.",
  "advice.VERSION_UNFIT":
    "Nada foi tocado. {age, select, newer {Instale aqui {app} {backup} ou uma versão mais nova e restaure de novo.} older {Instale aqui {app} {backup}, restaure e depois atualize {app}; ou use um backup mais novo.} other {Instale uma versão de {app} que aceite este backup, ou use outro backup.}}",
  "error.APP_UPDATED":
    "{app} era {hasPrepared, select, yes {{prepared}} other {de outra versão}} quando a restauração foi preparada e agora é {hasVersion, select, yes {{version}} other {de outra versão}}: o que está preparado talvez não sirva para ela.",
  "advice.APP_UPDATED": "Restaure de novo: a comparação é feita com a versão de agora.",
  "error.VERSION_UNKNOWN":
    "Não há como dizer se este backup serve para o aplicativo daqui: {hasBackup, select, yes {a versão dele é {backup}, que não são números com pontos} other {ele não diz que versão o fez}}.",
  "advice.VERSION_UNKNOWN":
    "Ele é restaurado mesmo assim. Veja se o aplicativo funciona com ele; `fivefold undo` volta atrás.",
  "error.APP_FOREIGN": "{path} contém um backup de outro aplicativo: {app}. Este é {expected}.",
  "advice.APP_FOREIGN":
    "Nada foi gravado. Use um backup de {expected}, ou abra este no computador de {app}.",
  "error.PARCEL_CHANGED":
    "{path} foi compactado de novo por outro programa{hasEntry, select, yes { (visto em {entry})} other {}}, e ninguém pode mais provar que tudo nele continua como era.",
  "advice.PARCEL_CHANGED":
    "Nada foi gravado. Use o arquivo como o Fivefold o fez. Se ele não existe mais, qualquer programa de zip extrai este, e `sha256sum -c SHA256SUMS` compara o que sai dele.",
  "error.PARCEL_CUT_OFF": "{path} está cortado: só há {sizeBytes} dele aqui, e falta o fim.",
  "advice.PARCEL_CUT_OFF":
    "Nada foi gravado. A cópia foi interrompida, ou uma unidade estava cheia ou foi retirada cedo demais. Copie o arquivo de novo de onde foi feito, ou use outro backup.",
  "error.PARCEL_DAMAGED":
    "{path} está danificado{hasEntry, select, yes { em {entry}} other {}}{hasProblem, select, yes {: {problem}} other {.}}",
  "advice.PARCEL_DAMAGED":
    "Nada foi gravado. Copie o arquivo de novo de onde foi feito; se lá também estiver danificado, use outro backup. A unidade pode estar com defeito.",
  "error.PARCEL_EXISTS": "{path} não é substituído: {problem}",
  "advice.PARCEL_EXISTS":
    "Nada foi gravado, e o arquivo está como era. Escolha outro nome ou outra pasta, ou mova esse arquivo.",
  "error.PARCEL_FOREIGN": "{path} é um arquivo zip, mas não um backup feito pelo Fivefold.",
  "advice.PARCEL_FOREIGN":
    "Nada foi gravado. Veja se é o arquivo que você queria; qualquer programa de zip o abre.",
  "error.PARCEL_HOSTILE":
    "{path} não é aberto, porque poderia causar danos{hasEntry, select, yes { (visto em {entry})} other {}}: {problem}",
  "advice.PARCEL_HOSTILE":
    "Nada foi gravado. O Fivefold nunca faz um arquivo assim. Não o abra com outro programa, e pergunte a quem o deu a você de onde ele vem.",
  "error.PARCEL_LINK_OUT":
    "{path} não é aceito: um link nele leva para fora do backup ({entry}, para {target}).",
  "advice.PARCEL_LINK_OUT":
    "Nada foi gravado. Alguns aplicativos têm links assim, e com um deles um estranho pode desencaminhar um aplicativo. Se você sabe quem fez o arquivo e para que serve o link, acrescente `--allow-links-out`; outros arquivos dele podem voltar com `--path`.",
  "error.PARCEL_KEY_OTHER":
    "O conteúdo de {path} está trancado com a chave de outra instalação{hasFingerprint, select, yes { ({fingerprint})} other {}}.",
  "advice.PARCEL_KEY_OTHER":
    "Nada se perdeu. A chave está na folha de emergência do computador que fez o backup; informe com `--parcel-password-file` um arquivo que a contenha.",
  "error.PARCEL_MISSING": "O arquivo {path} não existe.",
  "advice.PARCEL_MISSING":
    "Confira o nome e a pasta; um backup em um local é indicado pelo seu número, sem caminho.",
  "error.PARCEL_PASSWORD_NEEDED": "{path} está trancado com uma senha, e nenhuma foi informada.",
  "advice.PARCEL_PASSWORD_NEEDED":
    "Nada foi gravado. Informe com `--parcel-password-file` um arquivo que contenha a senha.",
  "error.PARCEL_NAME_WRONG":
    "{name} não é possível como nome do arquivo de um backup: {problem}{hasSuggestion, select, yes { Possível: {suggestion}} other {}}",
  "advice.PARCEL_NAME_WRONG":
    "Nada foi gravado. Letras, números, espaços, - e _ podem ser usados em nomes em qualquer computador.",
  "error.PARCEL_NOT_ZIP": "{path} não é um backup: nem sequer é um arquivo zip.",
  "advice.PARCEL_NOT_ZIP":
    "Nada foi gravado. Veja se é o arquivo que você queria, e se foi copiado por inteiro.",
  "error.PARCEL_PASSWORD_WRONG":
    "Esta senha não abre {path}.{hasGroups, select, yes { Grupos digitados errado: {groups}.} other {}}{hasWords, select, yes { Palavras digitadas errado: {words}.} other {}}",
  "advice.PARCEL_PASSWORD_WRONG":
    "Nada foi gravado, e o arquivo não está danificado. Veja as letras maiúsculas e o idioma do teclado, e compare grupo por grupo ou palavra por palavra.",
  "error.PASSWORD_WEAK": "Esta senha não é possível: {problem}",
  "advice.PASSWORD_WEAK":
    "Quem tem o arquivo pode tentar milhões de senhas por segundo. Não informe nenhuma, e o Fivefold cria uma forte; ou use seis palavras que não tenham nada a ver umas com as outras.",
  "hostile.name.parent": "um nome nele leva para fora da pasta onde é extraído.",
  "hostile.name.absolute": "um nome nele indica um lugar deste computador.",
  "hostile.name.drive": "um nome nele indica uma unidade deste computador.",
  "hostile.name.unc": "um nome nele indica outro computador da rede.",
  "hostile.name.backslash":
    "um nome nele contém uma barra invertida, que o Windows toma por pasta.",
  "hostile.name.device": "um nome nele significa um dispositivo do Windows.",
  "hostile.name.trailing": "um nome nele termina com ponto ou espaço, e o Windows faz outro dele.",
  "hostile.name.control": "um nome nele contém caracteres invisíveis.",
  "hostile.name.twice": "dois arquivos nele têm o mesmo nome.",
  "hostile.name.case": "dois nomes nele são o mesmo em alguns computadores.",
  "hostile.link.through": "um arquivo nele seria gravado através de um link.",
  "hostile.overlap": "arquivos nele compartilham os mesmos bytes.",
  "hostile.header.disagrees": "ele diz duas coisas diferentes sobre o mesmo arquivo.",
  "hostile.size.false": "um tamanho que ele informa é falso.",
  "hostile.bomb": "extraído, seria muito maior do que diz ou do que o espaço que há.",
  "hostile.entries.many": "contém mais arquivos do que diz ou do que alguém precisa.",
  "hostile.prepended": "há algo antes do começo do arquivo zip.",
  "hostile.comment": "foi acrescentado texto a ele.",
  "hostile.zipcrypto": "está trancado da maneira antiga dos arquivos zip, que não protege nada.",
  "damage.content": "o conteúdo não é o que foi guardado.",
  "damage.seal": "o selo do conteúdo trancado não confere.",
  "damage.header": "o que se diz do arquivo não é o que foi gravado.",
  "damage.directory": "o índice não é o que foi gravado.",
  "damage.manifest": "a descrição do backup não é a que foi gravada.",
  "damage.metadata": "nomes, direitos, datas ou links não são os que foram guardados.",
  "damage.missing": "falta um arquivo que faz parte dele.",
  "exists.foreign": "não é um backup feito pelo Fivefold.",
  "exists.app": "é um backup de outro aplicativo.",
  "exists.complete": "ele está completo, e o novo não.",
  "exists.taken": "já existe um backup com este nome.",
  "unsafe.beginning": "começa com ponto ou espaço.",
  "unsafe.automatic": "o Fivefold dá nomes assim aos backups que substitui todo dia.",
  "unsafe.incomplete": "o Fivefold marca assim os backups incompletos.",
  "unsafe.reserved": "o Fivefold usa este nome dentro dos backups.",
  "unsafe.weekdayTwice": "dois dias da semana o têm.",
  "weak.short": "é curta demais.",
  "weak.long": "tem mais de 99 caracteres, e outros programas de zip não a aceitam.",
  "weak.letters":
    "tem letras ou sinais que outros programas escrevem de outro modo, e eles não poderiam abrir o arquivo. São possíveis a até z, A até Z, números, espaços e sinais como - e !",
  "weak.common": "está entre as que são tentadas primeiro.",
  "weak.name": "é feita de nomes que estão no arquivo ou que todos aqui conhecem.",
  "weak.date": "é feita de datas.",
  "weak.keyboard": "as teclas dela ficam uma ao lado da outra.",
  "weak.repeat": "ela se repete ou só conta adiante.",
  "weak.guessable": "pode ser adivinhada depressa demais.",
  "weekday.monday": "Segunda-feira",
  "weekday.tuesday": "Terça-feira",
  "weekday.wednesday": "Quarta-feira",
  "weekday.thursday": "Quinta-feira",
  "weekday.friday": "Sexta-feira",
  "weekday.saturday": "Sábado",
  "weekday.sunday": "Domingo",
  "leftReason.credentials": "nunca em um arquivo para entregar, a menos que se peça",
  "error.BLOB_DAMAGED":
    "Um pedaço dos backups está danificado{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_DAMAGED":
    "Faça o backup de novo: o que o aplicativo ainda tem é guardado outra vez. Depois verifique novamente.",
  "error.BLOB_MISSING": "Falta um pedaço dos backups{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_MISSING":
    "Faça o backup de novo: o que o aplicativo ainda tem é guardado outra vez. Depois verifique novamente.",
  "error.PACK_DAMAGED":
    "Um arquivo dos backups está danificado{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_DAMAGED":
    "A unidade pode estar falhando. Copie os backups para outro local com `fivefold copy`.",
  "error.PACK_MISSING": "Falta um arquivo dos backups{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_MISSING":
    "Veja se alguém removeu arquivos do local. Faça o backup de novo e verifique novamente.",
  "error.PACK_UNUSED":
    "Um arquivo no local não pertence a nenhum backup{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_UNUSED":
    "Não é problema: um backup foi interrompido. `fivefold prune` devolve o espaço.",
  "error.INDEX_DAMAGED":
    "Um índice dos backups está danificado{hasId, select, yes {: {id}} other {}}.",
  "advice.INDEX_DAMAGED": "`restic repair index` o escreve de novo a partir dos próprios backups.",
  "error.TREE_DAMAGED":
    "Uma pasta dentro de um backup está danificada{hasId, select, yes {: {id}} other {}}.",
  "advice.TREE_DAMAGED":
    "Faça o backup de novo: as pastas que o aplicativo ainda tem são guardadas outra vez. Outros backups só foram afetados se forem citados.",
  "error.TARGET_NOT_EMPTY": "A pasta {path} não está vazia.",
  "advice.TARGET_NOT_EMPTY": "Indique uma pasta vazia ou nova; nada nela é sobrescrito.",
  "error.TARGET_FOREIGN":
    "A pasta {path} pertence a outro aplicativo: {app}. O backup é de {expected}.",
  "advice.TARGET_FOREIGN": "Nada foi gravado. Escolha outra pasta com `--into`.",
  "error.TARGET_UNWRITABLE": "Não é possível gravar em {path}.",
  "advice.TARGET_UNWRITABLE":
    "Nada foi gravado. Escolha outra pasta com `--into`, ou obtenha o direito de gravar ali.",
  "error.RESTORE_OPEN": "Uma restauração deste aplicativo está preparada e não foi feita.",
  "advice.RESTORE_OPEN": "`fivefold undo` desiste dela; depois restaure de novo.",
  "error.PLAN_OUTDATED":
    "Outra restauração foi feita nesse meio-tempo (em {doneAt}, ao estado de {takenAt}); esta acabaria, sem avisar, com a possibilidade de desfazê-la.",
  "advice.PLAN_OUTDATED": "Nada foi alterado. Dê o comando de novo: ele diz o que encerra.",
  "error.RESTORE_TURNED_BACK":
    "A restauração não deu certo, e o aplicativo está como antes{hasReason, select, yes {: {reason}} other {}}.",
  "advice.RESTORE_TURNED_BACK":
    "Nada foi perdido. Elimine a causa e restaure de novo.{hasUndoBytes, select, yes { Ou desista de desfazer a última restauração: `fivefold close` libera {undoBytes}.} other {}}",
  "error.RESTORE_STUCK":
    "A restauração foi interrompida, e o estado anterior ainda não pôde ser recolocado: {part}{hasPath, select, yes {. O que foi posto de lado não está mais onde estava: {path}} other {}}",
  "advice.RESTORE_STUCK":
    "{hasPath, select, yes {Se o disco dessa pasta não está conectado ou a pasta foi movida, traga-a de volta; depois `fivefold undo` tenta de novo. Se está perdida de vez, `fivefold close --accept-loss` deixa essas partes como estão e encerra a restauração.} other {Feche o aplicativo, não mude nada em `.fivefold` ao lado dele e deixe `fivefold undo` tentar de novo.}}{hasSafety, select, yes { O estado anterior está no backup {safety}.} other {}}",
  "error.ASIDE_LOST":
    "O estado de {part} anterior à restauração não está mais onde foi posto de lado: {path}",
  "advice.ASIDE_LOST":
    "Se o disco dessa pasta não está conectado ou a pasta foi movida, traga-a de volta. Se está perdida, {part} fica como está agora; `fivefold list` mostra os backups que o contêm.",
  "error.UNDO_MISSING": "Não há restauração que possa ser desfeita.",
  "advice.UNDO_MISSING":
    "Isso é possível até ela ser encerrada. O estado anterior à restauração está em `fivefold list`.",
  "error.STAGED_DAMAGED": "O que foi preparado para {part} não está íntegro.",
  "advice.STAGED_DAMAGED":
    "Nada foi substituído. Use outro backup; `fivefold check --read-data` diz quais estão íntegros.",
  "error.ROWS_DIFFER":
    "A tabela {table} de {part} tem {foundCount, number} linhas; o backup diz {expectedCount, number}.",
  "advice.ROWS_DIFFER": "Nada foi substituído. Use outro backup.",
  "error.PART_UNCOMPARED": "{part} não foi comparado por inteiro: {problem}",
  "advice.PART_UNCOMPARED":
    "Não há nada de errado com o backup. Uma restauração talvez mude ali mais do que se mostra.",
  "uncompared.slow": "demorava demais.",
  "uncompared.tables": "não foi possível contar suas tabelas: {message}",
  "uncompared.newest": "a consulta dos registros mais novos falhou: {message}",
  "error.SAFETY_DEGRADED":
    "{hasPath, select, yes {O que foi feito desde a restauração} other {O estado anterior à restauração}} só pôde ser salvo em parte: {part}",
  "advice.SAFETY_DEGRADED":
    "{hasPath, select, yes {Isso não foi removido: está em {path} até que você o remova.} other {Os dados não puderam ser lidos, ou o local não os aceitou. Os arquivos antigos ficam ao lado dos novos até a restauração ser encerrada.}}",
  "error.SNAPSHOT_PINNED": "O backup {snapshot} em {place} está fixado e não foi apagado.",
  "advice.SNAPSHOT_PINNED": "Nada foi apagado. Desafixe-o antes, se ele puder sair.",
  "error.SESSION_NEEDED": "Ninguém está conectado aqui, ou há tempo demais.",
  "advice.SESSION_NEEDED":
    "Abra a página de novo pelo seu aplicativo, ou use `fivefold open`; com contas, entre com nome e senha.",
  "error.SIGN_IN_WRONG":
    "{what, select, password {O nome e a senha não combinam.} other {Este link já foi usado ou é antigo demais.}}",
  "advice.SIGN_IN_WRONG":
    "{what, select, password {Digite os dois de novo. Um administrador pode dar uma senha nova a você.} other {Um link vale uma vez e por alguns minutos. `fivefold open` cria outro.}}",
  "error.SIGN_IN_LATER": "Houve tentativas erradas demais de entrar.",
  "advice.SIGN_IN_LATER": "Tente de novo em {waitMs}. Nada foi alterado.",
  "error.ROLE_NEEDED":
    "{name} não pode fazer isto: é preciso o papel {role, select, operator {operador} administrator {administrador} other {leitor}}.",
  "advice.ROLE_NEEDED": "Peça a um administrador que o faça ou que dê esse papel a você.",
  "error.REQUEST_FOREIGN": "O pedido não vem de uma página deste servidor e foi recusado.",
  "advice.REQUEST_FOREIGN": "Abra a página pelo endereço dela: {url}",
  "error.REQUEST_WRONG":
    "O pedido não foi entendido{hasAt, select, yes { em {at}} other {}}: {message}",
  "advice.REQUEST_WRONG": "`/api-docs` diz o que o servidor entende.",
  "error.ROUTE_UNKNOWN": "Não há nada em {path}.",
  "advice.ROUTE_UNKNOWN": "`/api-docs` lista o que há.",
  "error.RUN_UNKNOWN": "Não há execução {run}, ou ela não espera mais por isto.",
  "advice.RUN_UNKNOWN": "A lista de execuções mostra as que há.",
  "error.PLAN_UNKNOWN": "Esta prévia de uma restauração não está mais guardada.",
  "advice.PLAN_UNKNOWN": "Nada foi alterado. Faça a prévia de novo.",
  "error.UPLOAD_UNKNOWN": "O arquivo {file} não está mais aqui.",
  "advice.UPLOAD_UNKNOWN": "Envie-o ou crie-o de novo.",
  "error.UPLOAD_DIFFERENT": "O que chegou de {file} não é o que foi enviado.",
  "advice.UPLOAD_DIFFERENT": "Envie o arquivo de novo; o que havia chegado foi removido.",
  "error.SERVER_RUNNING": "O Fivefold já está funcionando para {name}, em {url}.",
  "advice.SERVER_RUNNING":
    "Use esse servidor, ou encerre-o antes; o processo dele tem o número {pid}.",
  "error.SERVER_MISSING":
    "O servidor do Fivefold não está funcionando para este aplicativo{hasPath, select, yes { e não pôde ser iniciado: {path} diz por quê} other {}}.",
  "advice.SERVER_MISSING": "`fivefold serve` o inicia.",
  "error.SERVICE_REFUSED": "O serviço não pôde ser alterado: {path}: {message}",
  "advice.SERVICE_REFUSED":
    "Dê o comando de novo com os direitos necessários; para um serviço do sistema, como root. `fivefold service install --print` mostra o que seria gravado.",
  "error.LOG_UNWRITABLE": "O registro {path} não pode ser gravado: {reason}",
  "advice.LOG_UNWRITABLE":
    "Indique outro arquivo com `--log` ou deixe-o de fora: então o registro fica na pasta do Fivefold.",
  "error.ADDRESS_TAKEN": "O servidor não consegue escutar em {host}, porta {port}.",
  "advice.ADDRESS_TAKEN":
    "Talvez outro programa use essa porta. Escolha outra com `--port`; `--port 0` usa qualquer uma livre.",
  "error.TLS_NEEDED": "Em {host} outros alcançam o servidor, e ele não tem certificado.",
  "advice.TLS_NEEDED":
    "Indique certificado e chave com `--tls-cert` e `--tls-key`, ou deixe `--host` de fora: então só este computador o alcança.",
  "error.ACCOUNT_UNKNOWN": "Não há conta {name}.",
  "advice.ACCOUNT_UNKNOWN": "A lista de contas mostra as que há.",
  "error.ACCOUNT_EXISTS": "Já há uma conta {name}.",
  "advice.ACCOUNT_EXISTS": "Escolha outro nome.",
  "error.ACCOUNT_LAST":
    "{what, select, first {A primeira conta tem de ser a de um administrador.} other {{name} é o último administrador, e outras contas precisam de um.}}",
  "advice.ACCOUNT_LAST":
    "{what, select, first {Nada foi alterado. Adicione primeiro um administrador.} other {Torne antes outra pessoa administradora.}}",
  "help.serve": "mostra a página: um servidor, de início só para este computador",
  "help.service": "faz o servidor rodar como serviço deste computador",
  "help.serviceInstall": "grava o serviço, inicia-o e o faz iniciar com o computador",
  "help.serviceUninstall": "retira o serviço; dados, backups e configurações ficam",
  "help.serviceStart": "inicia o servidor em segundo plano",
  "help.serviceStop": "encerra o servidor; uma execução em andamento é interrompida de forma limpa",
  "help.serviceStatus": "diz se o servidor está rodando",
  "option.system": "um serviço do sistema, para o que é preciso ser root; senão, deste usuário",
  "option.systemUser":
    "com `--system`: o usuário com que roda e a quem pertencem os dados do aplicativo",
  "option.printUnit": "mostra o que seria gravado e não muda nada",
  "option.waitRun": "deixa primeiro terminar a execução em andamento",
  "service.installed": "O serviço está rodando e inicia com o computador: {path}",
  "service.linger": "Para que rode também quando você não está conectado: `loginctl enable-linger`",
  "service.uninstalled": "O serviço foi retirado.",
  "service.absent": "Nenhum serviço está configurado.",
  "service.isInstalled": "O serviço está configurado: {path}",
  "service.running": "O servidor está rodando em {url} (processo {pid}).",
  "service.stopped": "O servidor não está rodando.",
  "service.none":
    "Este computador não tem `systemd`. Faça que os meios dele iniciem isto quando ele ligar; `docs/help/jobs.md` diz como:",
  "help.catalog": "lê de novo o que é lembrado de execuções e backups",
  "help.catalogRebuild": "descarta o que é lembrado e lê de novo registros e locais",
  "help.registerFiles": "faz um clique duplo no arquivo de um backup abrir a restauração",
  "help.open": "abre a página e inicia o servidor dela se ele não estiver funcionando",
  "help.token": "cria um token com que um programa abre a página para o usuário dele",
  "option.port": "a porta em que escutar; 0: qualquer uma livre",
  "option.host": "o endereço em que escutar; sem ele, só este computador",
  "option.tlsCert": "o certificado do servidor, um arquivo PEM",
  "option.log":
    "o que o servidor registra: `error`, `warn`, `info` ou `debug`; `off` para nada; ou o arquivo do registro",
  "option.metrics": "cria um token com que um monitoramento lê `/metrics`, e nada mais",
  "option.renew": "com `--metrics`: cria outro; o anterior deixa de valer",
  "option.tlsKey": "a chave do certificado, um arquivo PEM",
  "option.print": "mostra o link e não abre nada",
  "option.user": "o nome que a lista de quem fez o quê mostra",
  "option.role": "`viewer`, `operator` ou `administrator`",
  "option.minutes": "por quanto tempo o token vale",
  "option.tenants": "só estas empresas, separadas por vírgulas",
  "argument.open": "`home`, `backup`, `restore` ou um arquivo de backup",
  "serve.ready": "Pronto: {url}",
  "serve.noApp":
    "Nenhum aplicativo está descrito aqui: a página ajuda a trazer um de volta dos backups dele.",
  "token.metrics": "Um monitoramento lê `/metrics` com este token, que está em {path}:",
  "token.made": "O token vale até {untilAt}:",

  "error.PASSWORD_UNREADABLE": "O arquivo com a chave não pode ser lido ou está vazio: {path}",
  "advice.PASSWORD_UNREADABLE":
    "Verifique se o caminho está certo e se a chave está na primeira linha.",
  "error.DESCRIPTION_DOUBTFUL":
    "A descrição do aplicativo é duvidosa{hasLine, select, yes { na linha {line, number}} other {}}: {problem}",
  "advice.DESCRIPTION_DOUBTFUL":
    "Nada quebra por isso; uma descrição completa faz backups melhores. `fivefold parts --lint` indica tudo.",
  "error.CHOICE_EMPTY":
    "Não resta nada a fazer: nenhum item foi escolhido, ou nenhum pode ser usado.",
  "advice.CHOICE_EMPTY":
    "`fivefold parts` mostra os itens do aplicativo, `fivefold show` os de um backup; indique alguns com `--part` ou `--tenant`.",
  "error.SEAT_UNREADABLE": "Não foi possível saber se este computador é o servidor de {app}.",
  "advice.SEAT_UNREADABLE":
    "A descrição do aplicativo diz em `seat` como se descobre isso. Corrija-a, ou pergunte ao fornecedor.",
  "error.OBJECT_UNREADABLE": "Um arquivo dos backups em {place} não pode ser lido: {key}",
  "advice.OBJECT_UNREADABLE":
    "Dê ao usuário que faz os backups o direito de leitura. Se a unidade estiver falhando, use outro local.",
  "error.KEY_EXPOSED": "Outros neste computador podem ler o arquivo com a chave: {path}",
  "advice.KEY_EXPOSED":
    "Tire o direito de leitura de todos, menos do dono (`chmod 600`), e tente de novo.",
  "error.KEY_KEPT": "Outra chave deste local já está guardada: {path}",
  "advice.KEY_KEPT":
    "Uma chave guardada nunca é sobrescrita. Mova o arquivo se ele não for mais necessário.",
  "error.JOURNAL_DAMAGED": "A memória das restaurações está danificada: {path}",
  "advice.JOURNAL_DAMAGED":
    "Nada foi alterado. Guarde o arquivo, veja se há pastas chamadas `.fivefold` ao lado dos dados do aplicativo e peça ajuda antes de restaurar.",
  "error.JOURNAL_NEWER":
    "A memória das restaurações em {path} foi escrita por um Fivefold mais novo.",
  "advice.JOURNAL_NEWER": "Instale o Fivefold mais novo neste computador.",
  "mistake.unreadable": "o arquivo não pode ser lido: {found}",
  "option.keepWithinEach": "como --keep-within, mas um por hora, dia, semana, mês ou ano",
  "option.keepTag": "mantém todos com esta marca (várias com vírgulas: todas juntas)",
  "progress.stopping": "Cancelando …",
  "progress.stoppedAtOnce":
    "Parado na hora. O que estava pronto foi mantido; o próximo comando põe o resto em ordem.",
  "backup.parts":
    "{partCount, plural, one {# item} other {# itens}}, {entryCount, plural, one {# arquivo ou pasta} other {# arquivos e pastas}}, {sizeBytes}.",
  "error.VAULT_LOCK_LOST":
    "A trava dos backups em {place} foi perdida durante o trabalho: outro programa talvez a tenha dado por morta.",
  "advice.VAULT_LOCK_LOST":
    "Nada do que estava guardado se perdeu. Veja se o local responde e repita o comando.",
  "check.unused":
    "{packCount, plural, one {# arquivo ali não pertence} other {# arquivos ali não pertencem}} a nenhum backup; `fivefold prune` devolve o espaço.",
  "check.index":
    "Um índice talvez falte ou esteja danificado: `restic repair index` o grava de novo a partir dos próprios backups. Depois verifique outra vez.",
  "problem.USAGE_WRONG.oneTenant":
    "Uma exportação contém exatamente uma empresa: indique-a com `--tenant`.",
  "mistake.tooLarge": "o arquivo é grande demais.",
  "mistake.notUtf8": "o arquivo não é um texto em UTF-8.",
  "mistake.yaml": "isto não é YAML legível: {found}",
  "mistake.tab": "há uma tabulação onde só pode haver espaços.",
  "mistake.alias": "{at} usa uma âncora ou um alias, o que não é possível aqui.",
  "mistake.severalDocuments": "aqui começa um segundo documento; só é possível um.",
  "mistake.empty": "o arquivo está vazio.",
  "mistake.keyTwice": "a mesma chave aparece duas vezes aqui: {found}",
  "mistake.keyUnknown":
    "{at} não é conhecido.{hasSuggestion, select, yes { Seria {suggestion}?} other {}} Possíveis: {expected}",
  "mistake.keyMissing": "{hasAt, select, yes {em {at} } other {}}falta {expected}.",
  "mistake.keysExclusive": "em {at} deve haver exatamente um destes: {expected}",
  "mistake.keyNeedsOther": "em {at}, {found} só vale junto com {expected}.",
  "mistake.keyLater":
    "em {at}, {found} é para uma versão posterior do Fivefold. O que há: {expected}",
  "mistake.typeWrong": "{at} deve ser {expected}, não {found}.",
  "mistake.choiceWrong":
    "{found} não é possível para {at}.{hasSuggestion, select, yes { Seria {suggestion}?} other {}} Possíveis: {expected}",
  "mistake.valueEmpty": "{at} não tem valor.",
  "mistake.listEmpty": "a lista {at} não tem entradas.",
  "mistake.numberWrong": "{found} não é possível para {at}.",
  "mistake.languageWrong": "{found} em {at} não é um idioma conhecido aqui. Possíveis: {expected}",
  "mistake.patternWrong": "o padrão {found} em {at} não pode ser entendido.",
  "mistake.pathWrong":
    "o caminho {found} em {at} não é possível. Ele parte deste arquivo, sem unidade e sem caracteres de controle.",
  "mistake.extensionWrong":
    "{found} não é possível em {at}: é um ponto e depois no máximo 24 letras minúsculas, números e -, e nada que outros programas usem.{hasSuggestion, select, yes { Possível: {suggestion}} other {}}",
  "mistake.rangeWrong":
    "{found} em {at} não se entende. São comparações separadas por espaços, como {expected}.",
  "mistake.recipientWrong":
    "{found} em {at} não é uma chave pública do formato `age`: ela é `age1` e 58 letras e números, como `age-keygen` mostra.",
  "mistake.recipientSecret":
    "em {at} está uma chave secreta, e este arquivo vai para todos que usam o programa. Faça um novo par com `age-keygen` e escreva aqui a chave pública dele, a que começa com `age1`.",
  "mistake.idUnsafe": "{found} em {at} não pode ser um identificador: {unsafe}",
  "mistake.idReserved":
    "o identificador {found} em {at} é usado pelo próprio Fivefold. Não são possíveis: {expected}",
  "mistake.idTwice": "o identificador {found} em {at} é o mesmo que {other}.",
  "mistake.idPlaceMissing":
    "{found} em {at} deve conter {expected}, para que cada empresa tenha o seu.",
  "mistake.idPlaceUnexpected":
    "{found} em {at} contém o sinal do identificador de uma empresa, possível só em `tenants`.",
  "mistake.rootTwice": "{at} e {other} apontam para os mesmos dados: {found}",
  "mistake.rootIsHome":
    "{at} com {found} contém a pasta própria do Fivefold, {other}; escolha outra com `--home`.",
  "mistake.databaseMissing": "o banco de dados de {at} não está lá: {found}",
  "mistake.databaseIsFolder": "o banco de dados de {at} não é um arquivo: {found}",
  "mistake.queryWithoutId":
    "a consulta em {at} não dá uma coluna `id`, só {found}. Possíveis: {expected}",
  "mistake.registerWrong":
    "{found} em {at} deve ser uma só instrução que grava uma linha (`INSERT`, `REPLACE`, `UPDATE`), com o parâmetro `:id`, se preciso `:title`, e nenhum outro.",
  "mistake.credentialsContradict":
    "`credentials: none` está ao lado de um item do tipo `credentials`.",
  "doubt.credentialsUndeclared": "ela não diz onde o aplicativo guarda suas senhas e chaves.",
  "doubt.tenantsWithoutDatabase": "nenhum item de uma empresa é um banco de dados.",
  "doubt.tenantsEmpty": "nenhuma empresa foi encontrada.",
  "doubt.tenantWordMissing": "falta a palavra do aplicativo para uma empresa (`tenants.word`).",
  "doubt.loginNotPart": "o banco de dados que lista as empresas não é um item: {found}",
  "doubt.rootMissing": "os dados de {at} não estão lá: {found}",
  "doubt.excludeUnmatched": "o padrão {found} em {at} não exclui nada.",
  "doubt.databaseInFiles":
    "{found} em {at} é um banco de dados e deveria ser um item próprio; copiado como simples arquivo durante o uso, talvez não abra mais.",
  "doubt.homeInside": "a pasta própria do Fivefold está dentro de {at}: {found}",
  "doubt.titleMissing": "{at} só tem título em alguns idiomas; falta: {expected}",
  "doubt.titleNeeded": "{at} precisa de um título, porque outro item é do mesmo tipo.",
  "doubt.versionMissing": "falta a versão do aplicativo (`app.version`).",
  "doubt.versionUnreadable": "não foi possível saber a versão do aplicativo: {found}",
  "doubt.seatUnreadable":
    "não foi possível saber se este computador é servidor ou estação de trabalho: {found}",
  "unsafe.empty": "está vazio.",
  "unsafe.dots": "este nome significa uma pasta em todos os sistemas.",
  "unsafe.separator": "uma barra não é possível.",
  "unsafe.control": "contém caracteres invisíveis.",
  "unsafe.character": "contém um caractere que o Windows não permite em nomes.",
  "unsafe.device": "o Windows reserva este nome para um dispositivo.",
  "unsafe.ending": "termina com ponto ou espaço.",
  "unsafe.long": "é longo demais.",
  "unsafe.type": "não é texto nem número inteiro.",
  "unsafe.twice": "outra empresa tem o mesmo.",
  "type.text": "um texto",
  "type.list": "uma lista",
  "type.mapping": "um conjunto de chaves",
  "problem.USAGE_WRONG.unknownOption":
    "Não há opção {value}.{hasSuggestion, select, yes { Seria {suggestion}?} other {}}",
  "problem.USAGE_WRONG.unknownCommand":
    "Não há comando {value}.{hasSuggestion, select, yes { Seria {suggestion}?} other {}}",
  "problem.USAGE_WRONG.argumentMissing": "Falta algo: {value}",
  "problem.USAGE_WRONG.valueMissing": "A opção {value} precisa de um valor.",
  "problem.USAGE_WRONG.argumentsExcess": "Há uma palavra a mais.",
  "problem.USAGE_WRONG.needsParcel":
    "{option} vale apenas para arquivos de backup: acrescente `--as parcel`.",
  "problem.USAGE_WRONG.valueWrong": "{value} não é possível para {option}.",
  "problem.USAGE_WRONG.pathPart":
    "Não está claro em que item está {value}. Indique um com `--part`: {parts}",
  "problem.USAGE_WRONG.pathsForRestore":
    "Arquivos avulsos só podem ser restaurados; todo o resto toma itens inteiros.",
  "problem.USAGE_WRONG.conflict": "{option} e {other} se excluem.",
  "problem.USAGE_WRONG.importTenant":
    "Só um arquivo que contém exatamente uma empresa pode ser importado. `fivefold restore` com `--tenant` traz de volta uma entre várias.",
  "problem.USAGE_WRONG.noteNeedsAway":
    "`--note` diz por que uma empresa está fora: precisa de `--away`.",
  "problem.USAGE_WRONG.keepMissing":
    "Não está dito quantos backups manter. Use `--keep-last`, `--keep-daily` e semelhantes.",
  "problem.USAGE_WRONG.dumpNeedsTarget":
    "Com `--json` o conteúdo não pode ser exibido também. Indique um arquivo com `--target`.",
  "keeping.emptied": "o aplicativo agora está vazio.",
  "keeping.shrank":
    "o aplicativo tem menos da metade do tamanho de antes: {nowBytes} em vez de {thenBytes}.",
  "keeping.tenantsLost": "faltam empresas: {tenants}",
  "keeping.incompressible":
    "o que mudou quase não se comprime mais, como se alguém o tivesse criptografado.",
  "problem.USAGE_WRONG.placeTaken": "Já há um local de armazenamento chamado {value}.",
  "problem.USAGE_WRONG.placeName":
    "{value} não pode ser o nome de um local: use letras, números, - e _, sem barra.",

  "kind.database": "Banco de dados",
  "kind.files": "Arquivos",
  "kind.settings": "Configurações",
  "kind.credentials": "Senhas e chaves",
  "kind.workspace": "Áreas de trabalho",
  "scope.full": "tudo",
  "scope.partial": "empresas escolhidas",
  "scope.tenant": "uma empresa",
  "scope.parts": "itens escolhidos",
  "reason.manual": "manual",
  "reason.scheduled": "agendado",
  "reason.safety": "antes de restaurar",
  "reason.export": "exportação",
  "left.part": "Item",
  "left.tenant": "Empresa",
  "left.path": "Arquivos",
  "left.attributes": "Atributos estendidos",
  "leftReason.excluded": "excluído pela descrição do aplicativo",
  "leftReason.notChosen": "não escolhido",
  "leftReason.offline": "ausente no momento, segundo o aplicativo",
  "leftReason.loginPart": "fica como está; indique-o com `--part` para trazê-lo também",
  "leftReason.exportLogin": "pertence a todas as empresas e nunca vai na exportação de uma só",
  "leftReason.unsupported": "não é possível neste computador",
  "leftReason.noPart": "não pertence a nenhum item do aplicativo",
  "stage.colon": ":",
  "stage.wait": "Esperando outra execução terminar",
  "stage.open": "Abrindo",
  "stage.read": "Examinando os dados",
  "stage.store": "Salvando",
  "stage.index": "Finalizando",
  "stage.check": "Verificando",
  "stage.compare": "Comparando",
  "stage.stage": "Preparando",
  "stage.validate": "Testando o que foi preparado",
  "stage.safety": "Salvando o estado atual",
  "stage.beforeBackup": "Antes do backup",
  "stage.afterBackup": "Depois do backup",
  "stage.stop": "Parando o aplicativo",
  "stage.migrate": "Levando os dados a esta versão",
  "stage.start": "Iniciando o aplicativo",
  "stage.probe": "Vendo se o aplicativo funciona",
  "stage.swap": "Colocando no lugar",
  "stage.unswap": "Recolocando o estado anterior",
  "stage.clear": "Arrumando",
  "stage.forget": "Tirando da lista",
  "stage.prune": "Liberando espaço",
  "progress.left": "faltam {leftMs}",
  "progress.rate": "{rateBytes}/s",
  "progress.ofTotal": "{doneBytes} de {totalBytes}",

  "result.elapsed": "Duração: {elapsedMs}.",
  "result.notIncluded": "Não incluído:",
  "result.leftOut": "{what} {left}{hasPart, select, yes { ({part})} other {}}: {why}",
  "result.findings":
    "{findingCount, plural, one {# coisa foi constatada:} other {# coisas foram constatadas:}}",
  "result.more": "… e mais {moreCount, plural, one {#} other {#}}.",
  "result.record": "Tudo está em {path}.",
  "outcome.done": "concluído",
  "outcome.incomplete": "incompleto",
  "outcome.turnedBack": "revertido, os dados estão como antes",
  "outcome.failed": "falhou",
  "outcome.cancelled": "cancelado",
  "report.backup": "Backup de {name}",
  "report.copy": "Cópia de um backup de {name}",
  "report.restore": "Restauração de {name}",
  "report.undo": "Restauração desfeita de {name}",
  "report.close": "Encerramento de uma restauração de {name}",
  "report.settle": "Restauração interrompida de {name}",
  "report.check": "Verificação dos backups de {name}",
  "report.forget": "Remoção de backups antigos de {name}",
  "report.prune": "Liberação de espaço nos backups de {name}",
  "report.run": "Execução {run}, iniciada em {startedAt}, duração {elapsedMs}",
  "report.outcome": "Resultado: {outcome}",
  "report.from": "Do backup {snapshot} de {takenAt} em {place}.",
  "report.made": "Backup {snapshot} de {takenAt} em {place}.",
  "report.place": "Verificado: {place}",
  "report.target": "Gravado em {path}; nada foi substituído.",
  "report.back": "O que voltou:",
  "report.saved": "O que foi salvo:",
  "report.part":
    "{part} ({title}): {sizeBytes}{hasRowCount, select, yes {, {rowCount, plural, one {# linha} other {# linhas}}} other {, {entryCount, plural, one {# entrada} other {# entradas}}}}",
  "report.checked":
    "Antes de qualquer substituição, cada byte foi comparado com o que o backup diz, cada banco de dados foi testado por inteiro, e suas linhas foram contadas.",
  "report.checkedBytes": "Cada byte foi comparado com o que o backup diz.",
  "report.safety": "O estado anterior está no backup {snapshot} em {place}.",
  "report.since": "O que foi feito desde a restauração está no backup {snapshot} em {place}.",
  "report.at": "Há um relatório disto em {path}.",

  "column.id": "ID",
  "column.title": "Título",
  "column.tenant": "Empresa",
  "column.size": "Tamanho",
  "column.modified": "Alterado",
  "column.entries": "Entradas",
  "column.rows": "Linhas",
  "column.takenAt": "Feito",
  "column.scope": "Contém",
  "column.reason": "Motivo",
  "column.state": "Estado",
  "column.name": "Nome",
  "column.address": "Onde",
  "column.host": "Computador",
  "column.user": "Usuário",
  "column.tags": "Marcas",
  "column.paths": "Pastas",
  "state.complete": "completo",
  "state.incomplete": "incompleto",
  "state.current": "em uso agora",
  "state.default": "padrão",

  "init.done": "Os backups de {name} serão guardados em {place}.",
  "init.keyMade":
    "Esta chave os abre. Sem ela ninguém consegue ler os backups, nem quem fez o Fivefold.",
  "init.keyKept": "Uma cópia da chave está em {path}; só você pode lê-la.",
  "init.keyGiven": "A senha informada os abre. Ela não foi armazenada; guarde-a bem.",
  "init.keyRemembered": "A senha informada os abre. Uma cópia está em {path}; só você pode lê-la.",
  "init.print": "Imprima esta folha ou anote a chave agora, e guarde-a longe deste computador.",
  "escrow.none":
    "A descrição de {app} não indica ninguém que possa guardar uma chave. Só você abre os seus backups.",
  "escrow.what":
    "Se você perder a sua folha de emergência, {name} poderá abrir os seus backups para você. Sem isso, ninguém pode. Com essa chave e os seus backups, {name} pode ler tudo o que há neles. Nada é enviado: um arquivo trancado fica junto dos backups, e só {name} pode abri-lo.",
  "escrow.ask": "{name} pode guardar uma chave própria?",
  "escrow.open":
    "{name} guardaria uma chave própria, se você permitir. Ninguém respondeu ainda, e não há nenhuma.",
  "escrow.changed":
    "{name} tem uma chave nova. A anterior fica até você responder; um não a retira.",
  "escrow.allowed": "{name} guarda uma chave própria. Permitido: {answeredAt}, {holder}.",
  "escrow.refused": "{name} não guarda nenhuma chave. Respondido: {answeredAt}, {holder}.",
  "escrow.ended": "A descrição não indica mais ninguém, e {name} ainda tem uma chave de antes.",
  "escrow.how":
    "`fivefold key escrow allow` diz sim, `fivefold key escrow withdraw` diz não e retira uma chave.",
  "escrow.stillThere":
    "A {name} foi recusada uma chave ({answeredAt}, {holder}), e ainda há uma onde ela ainda não pôde ser retirada.",
  "escrow.renewed":
    "Este computador abria os backups em {place} com essa mesma chave. Eles têm agora uma chave nova, e só a nova folha de emergência os abre: `fivefold key show` a mostra.",
  "escrow.copies":
    "Quem guardou uma cópia do arquivo e dos backups de antes ainda pode abrir essa cópia.",
  "escrow.toSend":
    "`fivefold key escrow save FILE` grava o arquivo para {name}, que pode ir por e-mail.",
  "escrow.saved": "{path} está gravado. Só {name} pode abri-lo; ele pode ir por e-mail.",
  "escrow.notYet":
    "Ainda não há chave para {name}: ela nasce com um sim e o primeiro backup depois dele.",
  "escrow.opened": "Uma chave dos backups de {app}, feita para {name}: {madeAt}.",
  "escrow.key": "Chave dos backups: {key}",
  "escrow.wasIn": "Eles estavam em {path}.",
  "escrow.keyFile": "A chave está em {path}. Com os backups à mão: {command}",
  "escrowPlace.laid": "tem a chave",
  "escrowPlace.waits": "recebe a chave com o próximo backup",
  "escrowPlace.left": "ainda tem a chave, até o próximo backup",
  "sheet.title": "Folha de emergência: backups de {name}",
  "sheet.key": "Chave",
  "sheet.place": "Local",
  "sheet.made": "Feita",
  "sheet.restore": "Trazer tudo de volta",
  "sheet.restic": "Sem o Fivefold, com o programa restic",
  "sheet.saved":
    "A folha de emergência foi salva: {path}. Guarde-a longe deste computador: quem tem o arquivo pode abrir os backups.",
  "sheet.sameDevice": "Ela está no mesmo disco dos dados: ali não ajuda se o disco quebrar.",
  "parts.none": "A descrição do aplicativo não indica nenhum item.",
  "parts.clean": "A descrição do aplicativo está completa: não falta nada.",
  "parts.heading": "{name}{hasVersion, select, yes { {version}} other {}} em {path}:",
  "parts.of": "{word}: {tenantTitle}",
  "backup.done": "O backup {snapshot} de {name} está completo.",
  "backup.incomplete": "O backup {snapshot} de {name} está incompleto.",
  "list.none": "Ainda não há backups em {place}.",
  "list.holds": "{tenants}{moreCount, plural, =0 {} one { e mais #} other { e mais #}}",
  "show.heading": "Backup {snapshot} de {name} {version}",
  "show.taken": "Feito em {takenAt}: {scope}, {reason}, {state}.",
  "show.nothing": "Não há nada nele.",
  "check.clean": "Nenhum erro foi encontrado em {place}.",
  "check.read": "Cada byte foi lido e comparado.",
  "check.notRead":
    "A estrutura foi examinada; `fivefold check --read-data` também lê e compara cada byte.",
  "check.bad": "Foram encontrados erros em {place}.",
  "restore.plan": "Restaurar o backup {snapshot} de {takenAt} substitui isto em {name} ({path}):",
  "restore.paths": "De {part}, só isto é substituído: {paths}",
  "restore.folders":
    "Uma pasta é substituída inteira; o que foi criado nela desde o backup é posto de lado, e `fivefold undo` o traz de volta.",
  "restore.room": "São necessários {neededBytes}; há {freeBytes} livres em {path}.",
  "restore.safetyRoom":
    "A cópia do estado anterior ocupa no máximo {neededBytes}; há {freeBytes} livres em {path}.",
  "restore.safetyShort":
    "A cópia do estado anterior talvez não caiba: até {neededBytes}; há {freeBytes} livres em {path}. A restauração é feita mesmo assim; os arquivos antigos ficam então ao lado dos novos até que ela seja encerrada.",
  "restore.safetyAway":
    "O local de armazenamento da cópia do estado anterior não está disponível agora.",
  "restore.open":
    "Aberto agora: {parts} ({holder}). O aplicativo precisa ser fechado para a restauração.",
  "restore.openStops":
    "Aberto agora: {parts} ({holder}). O aplicativo é parado para a restauração e iniciado de novo.",
  "restore.versionFits":
    "Feito pela versão {backup}; aqui está a versão {live}. O aplicativo o aceita.",
  "restore.versionMigrates":
    "Feito pela versão {backup}; aqui está a versão {live}. Os dados são atualizados depois de colocados no lugar.",
  "restore.versionUnknown":
    "Feito pela versão {backup}; aqui está a versão {live}. Não se pode dizer se o aplicativo o aceita.",
  "restore.hint": "`--preview` também nomeia os arquivos, as tabelas e os registros mais novos.",
  "column.lastGood": "Último bom",
  "column.next": "Próximo",
  "state.paused": "em pausa",
  "state.late": "atrasada",
  "state.failed": "falhou por último",
  "state.owing": "faltam cópias",
  "state.new": "nova",
  "state.well": "em ordem",
  "column.change": "Mudanças",
  "column.table": "Tabela",
  "column.rowsNow": "Linhas agora",
  "column.rowsThen": "No backup",
  "column.rowsBefore": "Linhas antes",
  "column.rowsAfter": "Linhas depois",
  "change.same": "nenhuma",
  "change.maybe": "talvez",
  "change.files":
    "{addedCount, plural, =0 {} other {+# }}{changedCount, plural, =0 {} other {~# }}{removedCount, plural, =0 {} other {−# }}arquivos",
  "change.rows": "{rowCount, plural, other {#}} linhas, depois {thenCount, plural, other {#}}",
  "change.missing": "não está lá agora",
  "change.broken": "danificado agora",
  "change.unread": "ilegível agora",
  "preview.heading": "Restaurar o backup {snapshot} de {takenAt} mudaria isto em {name} ({path}):",
  "preview.nothing":
    "Restaurar o backup {snapshot} de {takenAt} não mudaria nada em {name} ({path}).",
  "preview.same": "Como no backup: {parts}",
  "preview.maybe": "Tantas linhas quanto no backup; o que está nelas pode ser diferente.",
  "preview.added":
    "{fileCount, plural, one {# arquivo volta} other {# arquivos voltam}} ({sizeBytes}):",
  "preview.changed":
    "{fileCount, plural, one {# arquivo volta a ser como era} other {# arquivos voltam a ser como eram}} ({sizeBytes}):",
  "preview.removed":
    "{fileCount, plural, one {# arquivo some: não está no backup} other {# arquivos somem: não estão no backup}} ({sizeBytes}):",
  "preview.newest":
    "{title} {records}: {recordCount, plural, one {# a mais} other {# a mais}} desde este backup.",
  "preview.returning": "{title} {records}: {recordCount, plural, one {# volta} other {# voltam}}.",
  "preview.records": "Registros",
  "preview.range": "{first} a {last}",
  "preview.moreTables": "… e mais {tableCount, plural, one {# tabela} other {# tabelas}}.",
  "diff.heading": "Do backup {snapshot} de {takenAt} até {id} de {untilAt}, isto mudou em {name}:",
  "diff.nothing": "Do backup {snapshot} de {takenAt} até {id} de {untilAt}, nada mudou em {name}.",
  "diff.same": "Sem mudança: {parts}",
  "diff.added":
    "{fileCount, plural, one {# arquivo novo} many {# arquivos novos} other {# arquivos novos}} ({sizeBytes}):",
  "diff.changed":
    "{fileCount, plural, one {# arquivo alterado} many {# arquivos alterados} other {# arquivos alterados}} ({sizeBytes}):",
  "diff.removed":
    "{fileCount, plural, one {# arquivo sumiu} many {# arquivos sumiram} other {# arquivos sumiram}} ({sizeBytes}):",
  "diff.new": "Novo no backup posterior, {sizeBytes}.",
  "diff.gone": "Não está no backup posterior; tinha {sizeBytes}.",
  "diff.maybe": "Tantas linhas quanto antes; o conteúdo delas pode ser outro.",
  "preview.untouched": "Não estão no backup e ficam como estão: {tenants}",
  "preview.unregistered": "O aplicativo não conhece agora: {tenants}",
  "restore.undoable":
    "O estado atual é salvo antes; por {dayCount, plural, one {# dia} other {# dias}}, `fivefold undo` volta a ele.",
  "restore.endsUndo":
    "Quando esta restauração terminar, a anterior, de {doneAt} (ao estado de {takenAt}), não poderá mais ser desfeita.",
  "restore.enrols":
    "O aplicativo não conhece {tenants}; {tenantCount, plural, one {ela também é inscrita} other {elas também são inscritas}} na lista de empresas dele.",
  "restore.ask": "Substituir?",
  "restore.declined": "Nada foi feito.",
  "undo.ask": "Voltar ao estado de antes da restauração?",
  "close.ask": "Manter a restauração de vez e remover o estado anterior?",
  "close.askLoss":
    "Deixar como estão as partes cujo estado anterior se perdeu e encerrar a restauração?",
  "restore.done": "{name} está de volta como em {takenAt}.",
  "restore.doneChosen":
    "De volta em {name} como em {takenAt}: {what}. Todo o resto ficou como está.",
  "restore.enrolled":
    "O aplicativo não conhecia {tenants}; agora {tenantCount, plural, one {está} other {estão}} na lista de empresas dele.",
  "import.done": "{tenantTitle} está em {name}, como em {takenAt}. Todo o resto ficou como está.",
  "import.inside":
    "Onde os próprios dados dela citam o identificador antigo, continuam a citá-lo; o fornecedor do aplicativo sabe se isso importa.",
  "restore.incomplete": "Mas nem tudo voltou em todos os detalhes.",
  "restore.safetyDegraded": "Só a cópia do estado anterior não pôde ser guardada inteira.",
  "away.begun":
    "{tenantTitle} está fora a partir de agora. Os dados dela ficam aqui e em cada backup; não trabalhe com eles até que `fivefold import` a traga de volta.",
  "away.notBegun": "Como o arquivo está incompleto, a empresa não conta como fora.",
  "away.since":
    "{tenantTitle} ({tenant}) está fora desde {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "away.ended": "{tenantTitle} não está mais fora.",
  "away.none": "Nenhuma empresa está fora.",
  "restore.undo":
    "Até {untilAt}, `fivefold undo` desfaz a restauração; `fivefold close` a mantém de vez.",
  "undo.until":
    "A restauração de {doneAt} (ao estado de {takenAt}) pode ser desfeita até {untilAt}.",
  "undo.takes": "O que está guardado para isso ocupa {sizeBytes} em {path}.",
  "restore.ready":
    "Está tudo pronto. Será colocado no lugar na próxima vez que {name} for iniciado; `fivefold undo` desiste disso.",
  "restore.waits":
    "Uma restauração de {name} ao estado de {takenAt} está pronta e ainda não foi feita: será colocada no lugar na próxima vez que {name} for iniciado, e `fivefold undo` desiste dela.",
  "restore.startAgain": "Inicie {name} de novo.",
  "restore.target": "O backup {snapshot} foi gravado em {path}.",
  "recover.found": "Backups de {app} em {place}:",
  "recover.noneWhole":
    "Nenhum backup aqui está completo e contém tudo. O melhor que há: {snapshot} de {takenAt} ({what}).",
  "recover.plan":
    "O backup {snapshot} de {takenAt} traz isto de {name} para {path}, onde ainda não há nada:",
  "recover.ask": "Trazer para lá?",
  "recover.keepsDescription": "A descrição do aplicativo já está lá e fica como está: {path}",
  "recover.keepsSettings": "Já há configurações, e elas ficam como estão: {path}",
  "recover.noSettings": "As configurações do backup não servem neste computador; valem as usuais.",
  "recover.outside": "Isto fica fora dessa pasta, onde a descrição do aplicativo diz: {path}",
  "recover.commands":
    "A descrição do aplicativo nomeia comandos. Eles não são executados agora, mas serão no próximo backup: {what}",
  "recover.done": "{name} está em {path}, como em {takenAt}.",
  "recover.donePart": "Uma parte de {name} está em {path}, como em {takenAt}.",
  "recover.lacks": "Este backup não contém o aplicativo inteiro. Falta: {part}",
  "recover.absentPlaces":
    "Estes locais de armazenamento não existem neste computador: {place}. Conecte-os, ou mude-os com `fivefold place`.",
  "recover.keyNotKept":
    "A chave não está guardada neste computador: guarde a folha de emergência, o próximo backup vai pedi-la. `--remember` guarda uma cópia.",
  "recover.offeredPlace":
    "Os backups estão em {path}. `fivefold place add` faz dela um local de armazenamento desta instalação, para que os novos também vão para lá.",
  "recover.newKey":
    "`fivefold init` prepara neste computador um local para os próximos backups e cria a chave dele.",
  "undo.done": "{name} está como antes da restauração.",
  "undo.safety": "O que foi feito desde a restauração está no backup {snapshot}.",
  "close.done": "A restauração foi mantida de vez; o estado anterior foi removido.",
  "close.freed": "Isso liberou {freedBytes} em {path}.",
  "close.lost":
    "A restauração foi encerrada. Todas as partes, menos as citadas aqui, estão como antes dela.",
  "settle.back": "Foi encontrada uma restauração interrompida. {name} está como antes dela.",
  "settle.closing": "Esperando {name} ser fechado.",
  "settle.starts": "{name} está sendo iniciado.",
  "settle.window": "Você pode fechar esta janela.",
  "register.done": "Um clique duplo em um arquivo *{extension} agora abre a restauração.",
  "register.removed": "Arquivos *{extension} não abrem mais com este programa.",
  "register.none":
    "A descrição não indica uma extensão própria (`parcel`), e arquivos zip são de todos.",
  "register.unsupported": "Os arquivos podem ser registrados no Linux e no Windows.",
  "settle.none": "Não há nada a resolver.",
  "settle.starting": "Outra execução está iniciando {name}; não há nada a resolver.",
  "parcel.written": "O backup foi gravado em {path} ({sizeBytes}).",
  "parcel.replaced": "Ele tomou o lugar do de {replacedAt}, que não existe mais.",
  "parcel.beside": "Ele está incompleto. O completo foi mantido e está ao lado: {path}",
  "parcel.passwordMade":
    "Esta senha o abre. Ela é mostrada só agora e não fica guardada em lugar nenhum; sem ela ninguém pode ler o arquivo.",
  "parcel.passwordTyped":
    "Outros programas a querem exatamente como está, com os traços; o Fivefold também a aceita sem eles.",
  "parcel.passwordGiven": "A senha informada o abre. Ela não foi guardada; conserve-a bem.",
  "parcel.passwordOfInstallation":
    "Ele está trancado com a chave dos arquivos de backup desta instalação: aqui nada é perguntado, em outro lugar é preciso a folha de emergência.",
  "parcel.namesShown":
    "Sem a senha ninguém pode ler o conteúdo, mas todos podem ler os nomes dos arquivos; `--hide-names` os esconde também.",
  "parcel.credentialsInner":
    "As senhas e chaves nele estão trancadas: aqui nada é perguntado, em outro computador é preciso a folha de emergência.",
  "parcel.credentialsLeftOut":
    "As senhas e chaves ficaram fora deste arquivo; em outro computador elas precisam ser digitadas de novo.",
  "parcel.credentialsIncluded":
    "As senhas e chaves também estão neste arquivo: quem tem o arquivo e a senha dele as tem.",
  "sheet.parcelKey": "Chave dos arquivos de backup: {key}",
  "forget.none": "Nenhum backup precisa sair.",
  "forget.keep": "Ficam:",
  "forget.remove": "Saem:",
  "forget.plan":
    "{keptCount, plural, one {# backup fica} other {# backups ficam}}, {removedCount, plural, one {# sai} other {# saem}}.",
  "forget.doneFiles":
    "{removedCount, plural, one {# backup foi removido} other {# backups foram removidos}}.",
  "forget.done":
    "{removedCount, plural, one {# backup foi tirado} other {# backups foram tirados}} da lista. `fivefold prune` devolve o espaço.",
  dryRun: "Nada foi alterado.",
  "prune.plan":
    "Podem ser devolvidos {freedBytes}: {removedCount, plural, one {# arquivo sai} other {# arquivos saem}}, {rewrittenCount, plural, one {# é regravado} other {# são regravados}}.",
  "prune.none": "Não há espaço a devolver.",
  "prune.done": "Foram devolvidos {freedBytes}.",
  "key.made": "A nova chave:",
  "key.added": "A chave {id} foi acrescentada.",
  "key.removed": "A chave {id} foi removida; ela não abre mais nada.",
  "copy.done": "O backup {snapshot} foi copiado para {place} como {copied}.",
  "copy.newPlace":
    "{place} é um novo local para backups com histórico. `--as parcel` faz um único arquivo em vez disso.",
  "copy.incomplete":
    "O backup {snapshot} foi copiado para {place} como {copied}; ele está incompleto.",
  "copy.wasThere": "O backup {snapshot} já está em {place} como {copied}; não havia nada a fazer.",
  "alarm.subjectBegan": "{app}: os backups precisam de atenção",
  "alarm.subjectEnded": "{app}: o problema com os backups acabou",
  "alarm.subjectWeekly": "{app}: os backups desta semana",
  "alarm.subjectTrial": "{app}: uma mensagem de teste",
  "alarm.trial":
    "Esta mensagem foi enviada como teste. Quando os backups de {app} precisarem de atenção, chega uma como esta.",
  "alarm.jobLate":
    "A tarefa {job} não fez nenhum bom backup {hasSinceAt, select, yes {desde {sinceAt}} other {até agora}}.",
  "alarm.placeAway": "O local {place} não é visto desde {sinceAt}.",
  "alarm.unchecked":
    "Os backups da tarefa {job} não foram verificados {hasSinceAt, select, yes {desde {sinceAt}} other {até agora}}.",
  "alarm.spaceShort":
    "Em {place} cabem menos de dois backups: {freeBytes} livres, {neededBytes} necessários.",
  "alarm.undoEnding": "A última restauração pode ser desfeita até {untilAt}.",
  "alarm.ended": "Isto acabou:",
  "alarm.weekly": "Últimos bons backups:",
  "alarm.weeklyJob": "{job}: {hasGoodAt, select, yes {{goodAt}} other {nenhum}}",
  "alarm.look": "`fivefold status` diz como estão as coisas.",
  "job.none": "Ainda não há tarefas; `fivefold job add nightly` acrescenta uma.",
  "job.added": "A tarefa {job} foi acrescentada.",
  "job.removed": "A tarefa {job} foi removida; os backups dela ficam.",
  "job.accepted":
    "A tarefa {job} toma o aplicativo, como está agora, por certo; os backups antigos saem de novo.",
  "job.changed": "A tarefa {job} foi alterada.",
  "job.paused": "A tarefa {job} está em pausa.",
  "job.resumed": "A tarefa {job} continua.",
  "job.needsServe":
    "As tarefas rodam enquanto `fivefold serve` roda; `fivefold run` roda uma agora.",
  "job.next": "Próxima execução: {nextAt} ({zone}).",
  "job.atOnce": "Está na hora dela agora.",
  "job.limited": "Lê e grava no máximo {speed}.",
  "job.rests": "Está em pausa.",
  "job.waits": "Espera pelo que a inicia.",
  "job.failed": "A última execução falhou em {failedAt}:",
  "job.whenDaily": "Todo dia às {time}.",
  "job.whenDays": "{days} às {time}.",
  "job.whenEvery":
    "{minuteCount, plural, one {A cada minuto} many {A cada # minutos} other {A cada # minutos}}.",
  "job.whenEveryInUse":
    "{minuteCount, plural, one {A cada minuto} many {A cada # minutos} other {A cada # minutos}} enquanto o aplicativo está aberto.",
  "job.whenCron": "Como o `cron` lê: {expression}",
  "job.whenAfter": "Toda vez que a tarefa {other} termina bem.",
  "job.whenDrive": "Quando a unidade de {place} é conectada.",
  "catalog.runs":
    "{runCount, plural, one {# registro de execução foi lido.} many {# registros de execuções foram lidos.} other {# registros de execuções foram lidos.}}",
  "catalog.place":
    "{backupCount, plural, one {# backup está em {place}.} many {# backups estão em {place}.} other {# backups estão em {place}.}}",
  "list.seen":
    "{place} não está aí agora. O que havia lá quando foi visto pela última vez, {seenAt}:",
  "handed.waits":
    "{hasJob, select, yes {A tarefa {job} está trabalhando desde {startedAt}.} other {{hasName, select, yes {Uma execução de {name} está trabalhando desde {startedAt}.} other {Outra execução está trabalhando desde {startedAt}.}}}} A sua começa quando ela terminar.",
  "run.unchanged": "Nada mudou desde {sinceAt}: nenhum backup foi necessário.",
  "run.made": "A tarefa {job} fez o backup.",
  "status.well": "Todas as tarefas fazem seu trabalho.",
  "status.late": "Tempo demais sem um bom backup: {jobs}",
  "place.none": "Ainda não há locais; os backups ficam em {place}.",
  "place.added": "O local {name} foi acrescentado: {place}",
  "place.nowDefault":
    "É o primeiro local: de agora em diante os backups vão para lá, a menos que outro seja indicado.",
  "place.earlier":
    "Os backups de antes do primeiro local ficam em {place}; `--from` com essa pasta os mostra e restaura.",
  "place.resting": "Estas tarefas estão em pausa, porque gravavam lá: {jobs}",
  "place.removed": "O local {name} foi tirado da lista. Os backups dele não foram tocados.",
  "vault.none": "Não há nada em {place}.",
  "vault.restored":
    "{entryCount, plural, one {# arquivo ou pasta foi gravado} other {# arquivos e pastas foram gravados}} em {path}.",
  "support.line": "Ajuda: {contact}",
  "ask.password": "Chave dos backups em {place}",
  "ask.app": "Qual aplicativo de {place}?",
  "ask.backup": "Qual backup?",
  "ask.into": "Pasta para {name}",
  "ask.newPassword": "Nova senha dos backups em {place} (vazio: uma chave é criada)",
  "ask.again": "A mesma mais uma vez",
  "ask.different": "As duas não são iguais. Vamos de novo.",
  "ask.yes": "Sim",
  "ask.no": "Não",
  "ask.done": "Feito",
  "ask.skip": "Pular",
  "ask.closed": "Feche o aplicativo. Está fechado?",

  "help.usage": "Uso:",
  "help.arguments": "Argumentos:",
  "help.options": "Opções:",
  "help.globalOptions": "Opções de todos os comandos:",
  "help.commands": "Comandos:",
  "help.program": "Faz backup de um aplicativo empresarial e o traz de volta.",
  "help.init": "prepara um local para os backups e cria a chave dele",
  "help.parts": "mostra de que o aplicativo se compõe",
  "help.backup": "faz um backup",
  "help.list": "mostra os backups",
  "help.show": "mostra o que um backup contém",
  "help.diff": "diz o que mudou de um backup para outro",
  "help.check": "verifica se os backups estão íntegros",
  "help.restore": "traz o aplicativo de volta, ou grava um backup em uma pasta",
  "help.recover": "traz o aplicativo de volta em um computador novo, só com os backups e a chave",
  "help.undo": "desfaz a última restauração",
  "help.close": "mantém de vez a última restauração e remove o estado anterior",
  "help.settle":
    "termina o que uma restauração interrompida deixou e coloca no lugar a que está preparada",
  "help.forget": "tira backups antigos da lista por uma regra",
  "help.prune": "devolve o espaço dos backups tirados da lista",
  "help.key": "as chaves que abrem os backups",
  "help.keyAdd": "acrescenta uma chave",
  "help.keyList": "mostra as chaves",
  "help.keyShow": "mostra de novo a folha de emergência",
  "help.keyEscrow": "uma chave própria para quem o fornecedor indica",
  "help.keyEscrowStatus": "diz se há uma, e onde",
  "help.keyEscrowAllow": "permite a chave",
  "help.keyEscrowWithdraw": "recusa a chave, e a retira",
  "help.keyEscrowSave": "grava o arquivo trancado que pode ser enviado",
  "help.keyEscrowOpen": "para o fornecedor: abre um arquivo desses e mostra a chave",
  "argument.escrowNew": "o arquivo que é gravado",
  "argument.escrowFile": "o arquivo trancado, que termina com `.age`",
  "option.identity": "arquivo com a chave secreta, como `age-keygen` grava",
  "option.keyFile": "grava a chave neste arquivo, para `--password-file`, sem mostrá-la",
  "help.keyRemove": "remove uma chave",
  "help.export": "grava uma empresa em um arquivo para levar",
  "help.import": "traz uma empresa do arquivo que `fivefold export` gravou",
  "help.away": "as empresas levadas para outro lugar e que devem voltar",
  "help.awayList": "mostra-as",
  "help.awayEnd": "encerra a ausência de uma que nunca saiu ou não volta",
  "help.copy": "copia um backup para outro local, ou para um único arquivo com `--as parcel`",
  "help.place": "os locais onde os backups são guardados",
  "help.placeAdd": "acrescenta um local",
  "help.placeList": "mostra os locais",
  "help.placeRemove": "tira um local da lista; os backups dele ficam",
  "help.vault": "trabalha com qualquer repositório do restic",
  "help.vaultSnapshots": "mostra os snapshots",
  "help.vaultLs": "mostra os arquivos de um snapshot",
  "help.vaultCheck": "verifica se o repositório está íntegro",
  "help.vaultRestore": "grava um snapshot em uma pasta",
  "help.vaultDump": "exibe um arquivo de um snapshot",
  "help.job": "o que é copiado sozinho, e quando",
  "help.jobAdd": "acrescenta uma tarefa: `nightly`, `weekdays` ou `working`",
  "help.jobList": "mostra as tarefas e quando rodam de novo",
  "help.jobShow": "mostra uma tarefa",
  "help.jobAccept": "os backups antigos de uma tarefa saem de novo: o aplicativo está como deve",
  "help.jobChange": "altera uma tarefa: quando roda, o quê, para onde e quanto fica",
  "help.jobPause": "pausa uma tarefa",
  "help.jobResume": "retoma uma tarefa",
  "help.jobRemove": "remove uma tarefa; os backups dela ficam",
  "help.run": "roda uma tarefa agora",
  "help.status":
    "se todas as tarefas fazem seu trabalho; o código de saída é 3 quando uma está atrasada",
  "argument.job": "o nome da tarefa",
  "argument.jobKind":
    "`nightly`: toda noite, com histórico; `weekdays`: um arquivo por dia da semana; `working`: um arquivo por dia, renovado a cada cinco minutos; `own`: como dizem as opções",
  "option.day": "neste dia da semana, como `monday`; pode ser repetido",
  "option.every": "a cada tantos minutos",
  "option.whileInUse": "com `--every`: só com o aplicativo aberto",
  "option.cron": "por uma expressão cron, como `0 3 * * 1-5`",
  "option.afterJob": "toda vez que esta tarefa termina bem",
  "option.timeZone": "de que lugar é o horário, como `Europe/Berlin`",
  "option.onlyWhenChanged": "não faz backup quando nada mudou",
  "option.alarmAfter": "avisa depois de tantas horas sem um bom backup",
  "option.limit": "no máximo a esta velocidade, como `20MB/s`; `none`: o mais rápido possível",
  "option.jobName": "outro nome para a tarefa",
  "option.at": "nesta hora, como `22:30`",
  "option.copyTo": "um local que recebe uma cópia de cada backup; pode ser repetido",
  "help.version": "mostra a versão",
  "help.help": "mostra esta ajuda",
  "option.app": "a descrição do aplicativo (senão FIVEFOLD_APP, senão fivefold.yaml aqui ou acima)",
  "option.home": "a pasta própria do Fivefold para este aplicativo (senão FIVEFOLD_HOME)",
  "option.json": "exibe um objeto JSON por linha e nunca pergunta",
  "option.language": "en, fa, pt, de ou fr",
  "option.lint": "diz o que falta na descrição",
  "option.tenant": "só esta empresa (identificador ou padrão; pode ser repetido)",
  "option.part": "só este item (identificador ou padrão; pode ser repetido)",
  "option.path": "só este arquivo ou pasta do item (ou padrão; pode ser repetido)",
  "option.partOfShow": "mostra os arquivos deste item (identificador ou padrão; pode ser repetido)",
  "option.pathOfShow": "mostra só este arquivo ou pasta (ou padrão; pode ser repetido)",
  "option.as": "`vault`: com histórico; ou `parcel`: um único arquivo zip",
  "option.name": "nome do arquivo de backup; senão, data e hora",
  "option.nameBy": "moment, day ou weekday; os dois últimos substituem o arquivo anterior",
  "option.encrypt": "tranca o arquivo com uma senha (AES-256)",
  "option.hideNames": "tranca também os nomes dentro dele",
  "option.compress": "deflate, zstd ou none",
  "option.smaller": "comprime mais e demora mais",
  "option.parcelPasswordFile": "a senha do arquivo de backup está neste arquivo",
  "option.toFile": "o arquivo a gravar",
  "option.withCredentials": "também senhas e chaves do aplicativo; o arquivo é então trancado",
  "option.away": "a empresa está fora a partir de agora, até o arquivo voltar",
  "option.note": "por que, onde ou com quem está",
  "option.replace": "no lugar da empresa com o mesmo identificador",
  "option.asTenant": "com outro identificador",
  "option.title": "com outro nome",
  "option.to": "o nome de um local, ou uma pasta (com barra)",
  "option.from": "o nome de um local, ou uma pasta (com barra); senão o primeiro local",
  "option.with": "onde está o segundo backup, se não for onde está o primeiro",
  "option.recoverFrom": "a pasta com os backups, ou um arquivo de backup",
  "option.into": "a pasta para o aplicativo: uma nova, uma vazia, ou a do aplicativo instalado",
  "option.appId": "o aplicativo desejado, onde há backups de vários",
  "option.recoverList": "só mostra quais backups há",
  "option.passwordFile": "um arquivo cuja primeira linha é a chave",
  "option.fromPasswordFile": "um arquivo cuja primeira linha é a chave do local de onde se copia",
  "option.newPasswordFile":
    "um arquivo cuja primeira linha é a nova chave; senão ela é pedida ou criada",
  "option.sheetPdf": "grava a folha como PDF em vez de mostrá-la: um arquivo ou uma pasta",
  "option.remember": "guarda uma cópia da senha na pasta própria do Fivefold",
  "option.readData": "também lê e compara cada byte",
  "option.preview": "só mostra o que mudaria",
  "option.target": "grava nesta pasta vazia e não substitui nada",
  "option.allowLinksOut": "aceita de um arquivo de backup também links que levam para fora dele",
  "option.targetFile": "grava neste arquivo",
  "option.yes": "não pergunta",
  "option.acceptLoss":
    "encerra uma restauração cujo estado anterior se perdeu em parte e deixa essas partes como estão",
  "option.apply":
    "para quem inicia o aplicativo, antes de iniciá-lo: uma restauração pronta é colocada no lugar",
  "option.after": "espera o fim do processo com este número: o aplicativo que dá o comando",
  "option.progress": "mostra o andamento; sem terminal, em uma página própria",
  "option.then": "inicia depois este programa, seja qual for o resultado",
  "option.tokenStdin": "entra com o token da entrada padrão, em vez do usuário deste computador",
  "option.wait":
    "espera o backup ou a restauração feita na página, conta o que acontece e termina com o resultado",
  "option.removeFiles": "desfaz isso",
  "option.printFiles": "mostra o que seria escrito, para um instalador",
  "option.atNextStart":
    "prepara tudo agora e substitui na próxima vez que o aplicativo for iniciado",
  "option.keepIfProbeFails":
    "mantém a restauração mesmo que o teste do aplicativo diga que ele não funciona",
  "option.dryRun": "só mostra o que seria feito",
  "option.keepLast": "mantém os últimos N",
  "option.keepHourly": "mantém um para cada uma das últimas N horas que têm algum",
  "option.keepDaily": "mantém um para cada um dos últimos N dias que têm algum",
  "option.keepWeekly": "mantém um para cada uma das últimas N semanas que têm algum",
  "option.keepMonthly": "mantém um para cada um dos últimos N meses que têm algum",
  "option.keepYearly": "mantém um para cada um dos últimos N anos que têm algum",
  "option.keepWithin": "mantém todos os mais novos que isto, como 1y5m7d2h",
  "option.repo": "a pasta do repositório",
  "argument.parcel": "um arquivo de backup em vez de um local",
  "argument.snapshot":
    "o identificador de um backup, seus primeiros números, latest, ou um arquivo de backup",
  "argument.before": "o backup anterior: o id, os primeiros dígitos, latest ou o arquivo",
  "argument.after": "o posterior, indicado do mesmo modo",
  "argument.key": "o identificador de uma chave",
  "argument.name": "o nome do local",
  "argument.exported": "o arquivo que `fivefold export` gravou",
  "argument.tenant": "o identificador da empresa",
  "argument.folder": "a pasta do local",
  "argument.path": "um caminho dentro do snapshot",
};
