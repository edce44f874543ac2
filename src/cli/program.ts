/**
 * Reads the words of a command line, runs the command that they name, and ends the process with its exit status.
 *
 * Only the module of the named command is loaded, and no sentence before it is needed. The first Ctrl-C or SIGTERM stops
 * the work cleanly, the second at once.
 */

import type { Command } from "@commander-js/extra-typings";
import { Command as Program, CommanderError } from "@commander-js/extra-typings";
import type { MessageKey } from "../language/en.ts";
import type { LanguageWish } from "../language/choose.ts";
import { chooseLanguage, languageOf } from "../language/choose.ts";
import type { Language } from "../language/language.ts";
import { FivefoldError, asFivefoldError } from "../model/error.ts";
import type { Finding, NotIncluded, RunId } from "../model/run.ts";
import type { Secret } from "../model/secret.ts";
import type { Fivefold, Made, Passwords, Questions, Surroundings, Watch } from "../fivefold.ts";
import type { Desk, Ending, Frame, GlobalOptions, KeyOptions } from "./frame.ts";
import { EXIT, sayRest } from "./frame.ts";
import type { Output, Result, Streams } from "./print.ts";
import { openOutput } from "./print.ts";

/** The world that a command line lives in. */
export interface World {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly currentFolder: string;
  readonly streams: Streams;
  /** A person sits at a terminal who can read and answer. */
  readonly isAttended: boolean;
}

type Build = (frame: Frame) => Command<never[], Record<string, never>>;

/** In the order of the help. */
const COMMANDS = {
  init: async () => (await import("./init.ts")).initCommand,
  parts: async () => (await import("./parts.ts")).partsCommand,
  backup: async () => (await import("./backup.ts")).backupCommand,
  list: async () => (await import("./list.ts")).listCommand,
  show: async () => (await import("./show.ts")).showCommand,
  diff: async () => (await import("./diff.ts")).diffCommand,
  check: async () => (await import("./check.ts")).checkCommand,
  restore: async () => (await import("./restore.ts")).restoreCommand,
  recover: async () => (await import("./recover.ts")).recoverCommand,
  undo: async () => (await import("./undo.ts")).undoCommand,
  close: async () => (await import("./close.ts")).closeCommand,
  settle: async () => (await import("./settle.ts")).settleCommand,
  forget: async () => (await import("./forget.ts")).forgetCommand,
  prune: async () => (await import("./prune.ts")).pruneCommand,
  key: async () => (await import("./key.ts")).keyCommand,
  copy: async () => (await import("./copy.ts")).copyCommand,
  export: async () => (await import("./export.ts")).exportCommand,
  import: async () => (await import("./import.ts")).importCommand,
  away: async () => (await import("./away.ts")).awayCommand,
  place: async () => (await import("./place.ts")).placeCommand,
  open: async () => (await import("./open.ts")).openCommand,
  token: async () => (await import("./token.ts")).tokenCommand,
  serve: async () => (await import("./serve.ts")).serveCommand,
  catalog: async () => (await import("./catalog.ts")).catalogCommand,
  service: async () => (await import("./service-verbs.ts")).serviceCommand,
  job: async () => (await import("./job.ts")).jobCommand,
  run: async () => (await import("./run.ts")).runCommand,
  status: async () => (await import("./status.ts")).statusCommand,
  "register-files": async () => (await import("./register-files.ts")).registerFilesCommand,
  vault: async () => (await import("./vault.ts")).vaultCommand,
  version: async () => (await import("./version.ts")).versionCommand,
} as const satisfies Readonly<Record<string, () => Promise<unknown>>>;

type CommandName = keyof typeof COMMANDS;

/** Commands that say in text, too, where the report of their run lies. */
const TELLS_REPORT: ReadonlySet<string> = new Set(["restore", "undo"]);

const GROUPS: ReadonlySet<string> = new Set([
  "away",
  "catalog",
  "job",
  "key",
  "place",
  "service",
  "vault",
]);

export async function main(world: World): Promise<void> {
  const { words } = world;
  const asked = spoken(words);
  const name = Object.keys(COMMANDS).find((each) => each === asked.command) as
    | CommandName
    | undefined;
  const isBare = asked.command === null && !asked.wantsHelp && asked.trouble === null;
  // A group without its command shows its help, in the person's language, too.
  const isGroup = name !== undefined && GROUPS.has(name) && asked.rest.length === 0;
  const wantsHelp = asked.wantsHelp || name === undefined || isGroup;
  const wish: LanguageWish = {
    option: asked.language,
    setting: null,
    environment: world.environment,
  };
  const desk = new OpenDesk(world, asked.isJson, wish);
  const language = wantsHelp ? await desk.openLanguage() : null;
  const frame: Frame = {
    help: (key) => language?.text(key) ?? "",
    tellHelp: asked.isJson ? (text) => void world.streams.err.write(text) : null,
    run: async (command, work) => await desk.run(command, program.opts(), work),
  };
  const program = newProgram(frame, language);
  const needed = wantsHelp ? (Object.keys(COMMANDS) as CommandName[]) : [name];
  for (const each of needed) program.addCommand(adopt(await COMMANDS[each](), frame, language));
  try {
    if (asked.isVersion) await program.parseAsync(["version"], { from: "user" });
    else if (isBare && (await canAskAll(globalsOf(program, words), asked, world))) {
      const { terminalWizard } = await import("./terminal-wizard.ts");
      await desk.run("wizard", program.opts(), terminalWizard);
    } else if (isBare) program.help();
    else if (asked.command === "help") helpOn(program, asked.rest);
    else await program.parseAsync([...words], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0 || thrown.code === "commander.help") {
      await desk.endHelp(asked.command ?? "", thrown.exitCode === 0 || isBare ? 0 : 2);
      return;
    }
    const { nearest } = await import("../fivefold.ts");
    const known = knownWords(program, words);
    await desk.run(asked.command ?? "", program.opts(), () => {
      throw usageError(thrown, (word) =>
        nearest(
          word,
          known.filter((each) => each.startsWith("--") === word.startsWith("--")),
        ),
      );
    });
  }
}

/** The options that stand alone. */
function globalsOf(
  program: ReturnType<typeof newProgram>,
  words: readonly string[],
): GlobalOptions {
  program.parseOptions([...words]);
  return program.opts();
}

/** Somebody sits there who can be asked everything, and there is an app; else the commands are what helps. */
async function canAskAll(
  { app }: GlobalOptions,
  { isJson }: Spoken,
  { isAttended, streams, environment, currentFolder }: World,
): Promise<boolean> {
  if (!isAttended || !streams.out.isTTY || isJson) return false;
  const { findDescription } = await import("../fivefold.ts");
  try {
    await findDescription(app ?? null, { environment, currentFolder });
    return true;
  } catch (thrown) {
    if (asFivefoldError(thrown).code !== "DESCRIPTION_MISSING") throw thrown;
    return false;
  }
}

/** What must be known of the words before commander reads them. */
interface Spoken {
  readonly command: string | null;
  /** The words after it that are no options. */
  readonly rest: readonly string[];
  readonly language: string | null;
  readonly isJson: boolean;
  readonly wantsHelp: boolean;
  readonly isVersion: boolean;
  /** An option that stands where a command should. */
  readonly trouble: string | null;
}

function spoken(words: readonly string[]): Spoken {
  let command: string | null = null;
  const rest: string[] = [];
  let language: string | null = null;
  let isJson = false;
  let wantsHelp = false;
  let trouble: string | null = null;
  const until = words.includes("--") ? words.indexOf("--") : words.length;
  for (let at = 0; at < until; at++) {
    const word = words[at] ?? "";
    if (word === "--json") isJson = true;
    else if (word === "--help" || word === "-h") wantsHelp = true;
    else if (word === "--language") language = words[++at] ?? null;
    else if (word.startsWith("--language=")) language = word.slice("--language=".length);
    else if (word === "--app" || word === "--home") at++;
    else if (command === null && !word.startsWith("-")) command = word;
    else if (command !== null && !word.startsWith("-")) rest.push(word);
    else if (command === null && !/^--(?:app|home)=/.test(word)) trouble = word;
  }
  const isVersion = command === null && (trouble === "--version" || trouble === "-V");
  if (command === "help") wantsHelp = true;
  return { command, rest, language, isJson, wantsHelp, isVersion, trouble };
}

function newProgram(
  frame: Frame,
  language: Language | null,
): Program<[], { app?: string; home?: string; json?: true; language?: string }> {
  const program = new Program("fivefold")
    .description(frame.help("help.program"))
    .option("--app <file>", frame.help("option.app"))
    .option("--home <folder>", frame.help("option.home"))
    .option("--json", frame.help("option.json"))
    .option("--language <code>", frame.help("option.language"));
  return dressed(program, frame, language).helpCommand(
    "help [command...]",
    frame.help("help.help"),
  );
}

/** Gives a command and those under it our words and our way of failing. */
function adopt(build: unknown, frame: Frame, language: Language | null): Command {
  return dressed((build as Build)(frame) as unknown as Command, frame, language);
}

function dressed<Dressed extends { readonly commands: readonly unknown[] }>(
  given: Dressed,
  frame: Frame,
  language: Language | null,
): Dressed {
  const command = given as unknown as Command;
  const titles: Readonly<Record<string, MessageKey>> = {
    "Usage:": "help.usage",
    "Arguments:": "help.arguments",
    "Options:": "help.options",
    "Global Options:": "help.globalOptions",
    "Commands:": "help.commands",
  };
  command
    .exitOverride()
    .showSuggestionAfterError(false)
    .helpOption("-h, --help", frame.help("help.help"))
    .configureOutput({
      outputError: () => undefined,
      ...(frame.tellHelp !== null && { writeOut: frame.tellHelp, writeErr: frame.tellHelp }),
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => {
        const key = titles[title];
        return key === undefined || language === null ? title : language.text(key);
      },
    });
  for (const each of command.commands) dressed(each, frame, language);
  return given;
}

/** Shows the help of the command that the words name. */
function helpOn(program: Command, words: readonly string[]): void {
  let command = program;
  for (const word of words) {
    const next = (command.commands as readonly Command[]).find((each) => each.name() === word);
    if (next === undefined)
      throw new CommanderError(2, "commander.unknownCommand", `unknown command '${word}'`);
    command = next;
  }
  command.help();
}

/** Commands and options that could stand where a word was not understood. */
function knownWords(program: Command, words: readonly string[]): readonly string[] {
  let command = program;
  const options = [...program.options];
  for (const word of words) {
    const next = (command.commands as readonly Command[]).find((each) => each.name() === word);
    if (next === undefined) continue;
    command = next;
    options.push(...command.options);
  }
  const commands = (command.commands as readonly Command[]).map((each) => each.name());
  return [
    ...(command === program ? Object.keys(COMMANDS) : commands),
    ...options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])),
  ];
}

/** Puts commander's complaints into our words. */
function usageError(error: CommanderError, meant: (word: string) => string | null): FivefoldError {
  const value = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const option = /option '([^' ]*)/.exec(error.message)?.[1] ?? value;
  switch (error.code) {
    case "commander.unknownOption":
      return new FivefoldError("USAGE_WRONG", {
        what: "unknownOption",
        value,
        suggestion: meant(value),
      });
    case "commander.unknownCommand":
      return new FivefoldError("USAGE_WRONG", {
        what: "unknownCommand",
        value,
        suggestion: meant(value),
      });
    case "commander.missingArgument":
      return new FivefoldError("USAGE_WRONG", { what: "argumentMissing", value });
    case "commander.missingMandatoryOptionValue":
      return new FivefoldError("USAGE_WRONG", { what: "argumentMissing", value: option });
    case "commander.optionMissingArgument":
      return new FivefoldError("USAGE_WRONG", { what: "valueMissing", value: option });
    case "commander.excessArguments":
      return new FivefoldError("USAGE_WRONG", { what: "argumentsExcess" });
    case "commander.invalidArgument": {
      const found = /argument '([^']*)'/.exec(error.message)?.[1] ?? value;
      return new FivefoldError("USAGE_WRONG", { what: "valueWrong", value: found, option });
    }
    default:
      return new FivefoldError("USAGE_WRONG", { what: error.code, value });
  }
}

/** One command's work, from its first word to its exit status. */
class OpenDesk {
  readonly #world: World;
  readonly #wish: LanguageWish;
  readonly #output: Output;
  readonly #language = Promise.withResolvers<Language>();
  readonly #abort = new AbortController();
  #isOpening = false;
  #run: RunId | null = null;
  #command = "";
  #app: string | null = null;
  #fivefold: Fivefold | null = null;
  #made: Made | null = null;
  #cancelled: MessageKey | null = null;
  #report: string | null = null;
  readonly #findings: Finding[] = [];
  readonly #notIncluded: NotIncluded[] = [];

  constructor(world: World, isJson: boolean, wish: LanguageWish) {
    this.#world = world;
    this.#wish = wish;
    this.#output = openOutput(
      isJson,
      world.streams,
      () => performance.now(),
      this.#language.promise,
    );
  }

  async openLanguage(setting: string | null = null): Promise<Language> {
    if (!this.#isOpening) {
      this.#isOpening = true;
      const { openLanguage } = await import("../language/language.ts");
      this.#language.resolve(await openLanguage(chooseLanguage({ ...this.#wish, setting })));
    }
    return await this.#language.promise;
  }

  async run(
    command: string,
    globals: GlobalOptions,
    work: (desk: Desk) => Promise<Ending>,
  ): Promise<void> {
    this.#command = command;
    const stop = this.#stopOnSignals();
    let exit: number;
    try {
      const ending = await this.#work(globals, work);
      exit = await this.#sayEnding(ending);
    } catch (thrown) {
      exit = await this.#sayError(asFivefoldError(thrown));
    } finally {
      stop();
    }
    await this.end(exit);
  }

  /** Ends a command line that only asked for help; a script's last line is a result then, too. */
  async endHelp(command: string, exit: number): Promise<void> {
    if (this.#output.isJson)
      this.#output.result({
        command,
        outcome: exit === 0 ? "done" : "failed",
        code: exit === 0 ? null : "USAGE_WRONG",
        exit,
        run: null,
        snapshot: null,
        notIncluded: [],
        findings: [],
      });
    await this.end(exit);
  }

  /** Everything is written; what may still be under way (a reader of a slow pipe) is not waited for. */
  async end(exit: number): Promise<void> {
    await this.#output.close();
    process.exit(exit);
  }

  async #work(globals: GlobalOptions, work: (desk: Desk) => Promise<Ending>): Promise<Ending> {
    const { environment, currentFolder, isAttended } = this.#world;
    const { option } = this.#wish;
    if (option !== null && languageOf(option) === null)
      throw new FivefoldError("USAGE_WRONG", {
        what: "valueWrong",
        value: option,
        option: "--language",
      });
    const surroundings: Surroundings = { environment, currentFolder };
    const canAsk = isAttended && !this.#output.isJson;
    const watch: Watch = {
      signal: this.#abort.signal,
      started: (run) => {
        this.#run = run;
        this.#output.start(this.#command, run, this.#app);
      },
      report: (progress) => {
        if (progress.kind === "finding") this.#findings.push(progress.finding);
        else if (progress.kind === "notIncluded") this.#notIncluded.push(progress.notIncluded);
        this.#output.hear(progress);
      },
      settled: (settled) => {
        // What was lost is said by the one command that may end a restore so.
        if (settled.some(({ is, lost }) => is === "turnedBack" && lost.length === 0))
          void this.#sayTurnedBack();
      },
      made: (made) => (this.#made = made),
      reported: (file) => (this.#report = file),
    };
    const passwords = (keys: KeyOptions): Passwords => ({
      file: keys.passwordFile ?? null,
      parcelFile: keys.parcelPasswordFile ?? null,
      remember: keys.remember ?? false,
      ask: canAsk ? async (place) => await this.#askPassword(place) : null,
    });
    await using opened = new AsyncDisposableStack();
    const desk: Desk = {
      output: this.#output,
      language: async () => await this.openLanguage(this.#fivefold?.settings.language ?? null),
      watch,
      surroundings,
      whenCancelled: (advice) => (this.#cancelled = advice),
      canAsk,
      questions: canAsk ? this.#questions() : null,
      passwords,
      fivefold: async (keys = {}, own = {}) => {
        const { openFivefold } = await import("../fivefold.ts");
        this.#fivefold = await openFivefold({
          ...surroundings,
          description: globals.app ?? null,
          home: globals.home ?? null,
          passwords: passwords(keys),
          allowsLinksOut: keys.allowLinksOut ?? false,
          runReport: async (run) => {
            const { runReport } = await import("../language/run-report.ts");
            return runReport(await desk.language(), run, this.#fivefold?.brand.support);
          },
          ...(canAsk && { questions: this.#questions() }),
          ...own,
        });
        opened.use(this.#fivefold);
        this.#app = this.#fivefold.appId;
        // The sentences load while the work begins.
        const opening = this.openLanguage(this.#fivefold.settings.language);
        const { settingsMistake } = this.#fivefold;
        if (settingsMistake !== null) await this.#sayMistakes(settingsMistake, await opening);
        return this.#fivefold;
      },
      about: (fivefold) => {
        this.#fivefold = fivefold;
        this.#app = fivefold.appId;
      },
      globals,
      newPassword: async (place) => {
        if (!canAsk) return null;
        this.#output.pause();
        const { askNewSecret } = await import("./ask.ts");
        return await askNewSecret(place, await this.openLanguage());
      },
      confirm: async (question) => {
        if (!canAsk) throw new FivefoldError("CONFIRMATION_NEEDED");
        this.#output.pause();
        const { askYesNo } = await import("./ask.ts");
        const language = await this.openLanguage();
        return await askYesNo(question, language);
      },
      choose: async (question, choices) => {
        if (!canAsk) return null;
        this.#output.pause();
        const { askOne } = await import("./ask.ts");
        return await askOne(question, choices);
      },
      line: async (question, usual) => {
        if (!canAsk) return null;
        this.#output.pause();
        const { askText } = await import("./ask.ts");
        return await askText(question, usual);
      },
    };
    return await work(desk);
  }

  async #sayTurnedBack(): Promise<void> {
    const language = await this.openLanguage();
    const name = this.#fivefold?.appName ?? "";
    this.#output.note(language.text("settle.back", { name }));
  }

  /** A question of the vendor's is put in the person's language, else in English, else in the first there is. */
  #questions(): Questions {
    const ask = async (
      question: (language: Language) => string,
      yes: MessageKey,
      no: MessageKey,
    ): Promise<boolean> => {
      this.#output.pause();
      const { askEither } = await import("./ask.ts");
      const language = await this.openLanguage();
      return await askEither(question(language), language.text(yes), language.text(no));
    };
    return {
      isDone: async (words) =>
        await ask((language) => language.vendors(words), "ask.done", "ask.skip"),
      wasClosed: async (busy) => {
        this.#output.note((await this.openLanguage()).error(busy).sentence);
        return await ask((language) => language.text("ask.closed"), "ask.yes", "ask.no");
      },
    };
  }

  async #askPassword(place: string): Promise<Secret | null> {
    this.#output.pause();
    const { askSecret } = await import("./ask.ts");
    const language = await this.openLanguage();
    return await askSecret(language.text("ask.password", { place }));
  }

  #stopOnSignals(): () => void {
    let isStopping = false;
    let opened: Language | null = null;
    const onSignal = (): void => {
      // Whoever presses twice wants out now; the next run settles what is left.
      if (isStopping) this.#stopAtOnce(opened);
      isStopping = true;
      this.#abort.abort();
      void this.openLanguage().then((language) => {
        opened = language;
        if (!this.#output.isJson) this.#output.note(language.text("progress.stopping"));
      });
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    return () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    };
  }

  /** Says so as far as it can be said without waiting: the streams of a terminal and of pipes write at once. */
  #stopAtOnce(language: Language | null): never {
    const error = new FivefoldError("CANCELLED");
    if (this.#output.isJson) this.#output.result(this.#failure(error, language, null));
    else if (language === null) this.#output.pause();
    else this.#output.note(language.text("progress.stoppedAtOnce"));
    // Exiting would wait for what cannot be broken off (a key being tried, a pipe nobody writes to): this does not.
    process.removeAllListeners("SIGINT");
    process.kill(process.pid, "SIGINT");
    process.exit(error.exit);
  }

  async #sayEnding(ending: Ending): Promise<number> {
    const { outcome, run, snapshot, findings = [], notIncluded = [], more } = ending;
    const exit = EXIT[outcome];
    if (this.#output.isJson)
      this.#output.result({
        command: this.#command,
        outcome,
        code: null,
        exit,
        run: run ?? this.#run,
        snapshot: snapshot ?? null,
        notIncluded,
        findings,
        report: this.#report,
        ...more,
        ...this.#settingsMistake(await this.openLanguage()),
      });
    else {
      const say = (text: string): void => this.#output.say(text);
      if (findings.length > 0 || notIncluded.length > 0)
        sayRest(ending, await this.openLanguage(), say);
      await this.#sayReport(say);
    }
    return exit;
  }

  /** Only of what replaced data: of every backup's and check's, nobody wants to be told. */
  async #sayReport(say: (text: string) => void): Promise<void> {
    if (this.#report === null || !TELLS_REPORT.has(this.#command)) return;
    say((await this.openLanguage()).text("report.at", { path: this.#report }));
  }

  /** Each mistake in a file with its line and column, then what to do. */
  async #sayMistakes(
    error: FivefoldError,
    language: Language,
    advice = language.error(error).advice,
  ): Promise<void> {
    const { mistakesOf } = await import("../model/app.ts");
    for (const facts of mistakesOf(error)) {
      const each = new FivefoldError(error.code, facts, { cause: error.cause });
      this.#output.note(language.error(each).sentence);
    }
    this.#output.note(advice);
  }

  /** Whoever cannot go on is told whom to ask, where the vendor says it. */
  #supportLine(language: Language): readonly string[] {
    const support = this.#fivefold?.brand.support;
    const line = support === undefined ? null : language.supportLine(support);
    return line === null ? [] : [line];
  }

  /** For the result of every command: the settings in force are older ones than those in the file. */
  #settingsMistake(language: Language): Readonly<Record<string, unknown>> {
    const mistake = this.#fivefold?.settingsMistake ?? null;
    if (mistake === null) return {};
    const { sentence: message, advice } = language.error(mistake);
    return { settingsMistake: { code: mistake.code, message, advice, facts: mistake.facts } };
  }

  async #sayError(error: FivefoldError): Promise<number> {
    const language = await this.openLanguage(this.#fivefold?.settings.language ?? null);
    const { code, exit } = error;
    const usual = language.error(error).advice;
    const own = code === "CANCELLED" ? this.#cancelled : null;
    // Nobody needs help who has stopped a run.
    const help = code === "CANCELLED" ? [] : this.#supportLine(language);
    const advice = [own === null ? usual : language.text(own), ...help].join(" ");
    // The vault stays though the run failed, and this may be the only time that its key is seen.
    const { keyLines, madeJson } = await import("./init.ts");
    if (this.#output.isJson)
      this.#output.result({
        ...this.#failure(error, language, advice),
        ...(this.#made !== null && { made: madeJson(this.#made) }),
        ...this.#settingsMistake(language),
      });
    else {
      await this.#sayMistakes(error, language, advice);
      const ending = { outcome: "failed", findings: this.#findings } as const;
      sayRest(ending, language, (text) => this.#output.note(text));
      await this.#sayReport((text) => this.#output.note(text));
      // What only we can mend is told with where it happened.
      if (code === "INTERNAL" && error.cause instanceof Error)
        this.#output.note(error.cause.stack ?? "");
      if (this.#made !== null && this.#fivefold !== null)
        for (const line of keyLines(this.#made, this.#fivefold, language)) this.#output.line(line);
    }
    return exit;
  }

  /** How a script is told of an error. */
  #failure(error: FivefoldError, language: Language | null, advice: string | null): Result {
    const { code, exit, facts } = error;
    const said = language?.error(error);
    return {
      command: this.#command,
      outcome: code === "RESTORE_TURNED_BACK" ? "turnedBack" : "failed",
      code,
      exit,
      run: this.#run,
      snapshot: null,
      notIncluded: this.#notIncluded,
      findings: this.#findings,
      report: this.#report,
      ...(said !== undefined && { message: said.sentence, advice: advice ?? said.advice }),
      facts,
    };
  }
}
