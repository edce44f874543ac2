/**
 * Every text that people read, in Persian.
 *
 * Inserted names, paths and ids, and what stands in `backticks`, are isolated by `language.ts`, so that they do not turn
 * the order of the sentence round. Latin words stand only in backticks.
 */

import type { Catalogue } from "./en.ts";

export const fa: Catalogue = {
  "error.INTERNAL": "برنامهٔ `Fivefold` اشتباهی کرد: {message}",
  "advice.INTERNAL":
    "کار دیگری انجام نشد. لطفاً این جمله را به کسانی که برنامه را به شما داده‌اند گزارش کنید.",
  "error.CANCELLED": "کار پیش از پایان متوقف شد.",
  "advice.CANCELLED":
    "آنچه تا آن لحظه تمام شده بود حفظ شده است. فرمان را دوباره بدهید؛ از همان‌جا ادامه می‌دهد.",
  "cancelled.restore": "نرم‌افزار همان‌گونه است که پیش از آن بود.",
  "cancelled.recover": "چیزی بازگردانده نشد؛ فرمان را دوباره بدهید.",
  "cancelled.undo": "نرم‌افزار همان‌گونه است که پیش از آن بود؛ بازگردانی را هنوز می‌توان پس گرفت.",
  "cancelled.target":
    "پوشه تنها بخشی از نسخهٔ پشتیبان را دارد. آن را حذف کنید و فرمان را دوباره بدهید.",
  "error.USAGE_WRONG": "{problem}",
  "advice.USAGE_WRONG": "`fivefold help` نشان می‌دهد چه چیزهایی را چگونه می‌توان نوشت.",
  "error.PASSWORD_NEEDED": "نسخه‌های پشتیبان در {place} قفل هستند و کلیدی داده نشده است.",
  "advice.PASSWORD_NEEDED":
    "فایلی را که کلید در آن است با `--password-file` نام ببرید، یا `FIVEFOLD_PASSWORD_FILE` یا `FIVEFOLD_PASSWORD` را تنظیم کنید.",
  "error.CONFIRMATION_NEEDED":
    "این کار تنها با تأیید کسی انجام می‌شود و کسی نبود که پرسیده شود آیا همین خواسته شده است.",
  "advice.CONFIRMATION_NEEDED": "اگر همین را می‌خواهید، فرمان را دوباره با `--yes` بدهید.",
  "error.NODE_TOO_OLD":
    "این برنامه به `Node` {needed} یا تازه‌تر نیاز دارد؛ این `Node` {version} است.",
  "advice.NODE_TOO_OLD": "نسخهٔ تازه‌تری از `nodejs.org` نصب کنید و دوباره امتحان کنید.",
  "error.DESCRIPTION_MISSING": "فایل توصیف نرم‌افزار پیدا نشد: {path}",
  "advice.DESCRIPTION_MISSING": "فرمان را در پوشهٔ نرم‌افزار بدهید، یا فایل را با `--app` نام ببرید.",
  "error.DESCRIPTION_WRONG":
    "توصیف نرم‌افزار در {path}{hasLine, select, yes {، سطر {line, number}، ستون {column, number}} other {}} اشتباه دارد: {problem}",
  "advice.DESCRIPTION_WRONG":
    "این فایل را سازندهٔ نرم‌افزار می‌نویسد. آن را درست کنید یا از سازنده فایل تازه‌ای بخواهید.",
  "error.CREDENTIALS_UNDECLARED":
    "توصیف نرم‌افزار در {path} نمی‌گوید نرم‌افزار گذرواژه‌ها و کلیدهای خود را کجا نگه می‌دارد.",
  "advice.CREDENTIALS_UNDECLARED":
    "بخشی از نوع `credentials` اضافه کنید، یا اگر چنین چیزی ندارد بنویسید `credentials: none`.",
  "error.TENANTS_UNREADABLE":
    "فهرست شرکت‌ها از {path} خوانده نشد{hasMessage, select, yes {: {message}} other {}}{hasLine, select, yes { (توصیف، سطر {line, number}، ستون {column, number})} other {}}",
  "advice.TENANTS_UNREADABLE":
    "بدون آن کسی نمی‌داند کدام شرکت‌ها باید در نسخهٔ پشتیبان باشند. مطمئن شوید پایگاه دادهٔ ورود سر جایش است و خوانده می‌شود و پرس‌وجوی توصیف درست است.",
  "error.TENANT_UNSAFE": "{tenant} نمی‌تواند شناسهٔ یک شرکت باشد: {problem}",
  "advice.TENANT_UNSAFE":
    "شناسه در هر سیستمی نام یک پوشه می‌شود. به این شرکت شناسه‌ای از حروف، رقم‌ها، - و _ بدهید.",
  "error.TENANT_UNKNOWN":
    "{where, select, backup {نسخهٔ پشتیبان شرکتی با این شناسه ندارد:} away {شرکتی با این شناسه بیرون نیست:} other {شرکتی با این شناسه وجود ندارد:}} {tenant}",
  "advice.TENANT_UNKNOWN":
    "`fivefold parts` شرکت‌های نرم‌افزار و `fivefold show` شرکت‌های یک نسخه را نشان می‌دهد.",
  "error.TENANT_EXISTS":
    "{where, select, data {داده‌های شرکتی با این شناسه از پیش اینجا هست:} other {شرکتی با این شناسه از پیش اینجا هست:}} {tenant}",
  "advice.TENANT_EXISTS":
    "چیزی تغییر نکرد. `--replace` شرکت درون فایل را جای آن می‌گذارد و `fivefold undo` آن را برمی‌گرداند؛ `--as` با شناسه‌ای دیگر آن را در کنارش می‌آورد.",
  "error.TENANT_CHANGED":
    "{name} در {awayAt} رفت و از آن پس اینجا تغییر کرده است: {parts}.{hasHere, select, yes { سطرها هنگام رفتن: {left}. اکنون اینجا: {here}. در فایل {takenAt}: {there}.} other { فایل از {takenAt} است.}}",
  "advice.TENANT_CHANGED":
    "چیزی تغییر نکرد. تصمیم بگیرید کدام‌یک بماند: `--replace` شرکت درون فایل را جای شرکت اینجا می‌گذارد که `fivefold undo` برش می‌گرداند؛ `--as` با شناسه‌ای دیگر هر دو را نگه می‌دارد.",
  "error.TENANT_AWAY":
    "شرکت {tenant} از پیش بیرون است، از {awayAt}{hasNote, select, yes {: {note}} other {.}}",
  "advice.TENANT_AWAY":
    "با `fivefold import` و فایلی که برمی‌گردد آن را بازآورید. اگر هرگز نرفته یا برنمی‌گردد، `fivefold away end` به آن پایان می‌دهد.",
  "error.TENANT_UNREGISTRABLE": "شرکت {tenant} در فهرست شرکت‌های نرم‌افزار ثبت نشد: {problem}",
  "advice.TENANT_UNREGISTRABLE":
    "چیزی تغییر نکرد. این دستور `tenants.register` در توصیف نرم‌افزار است که سازنده می‌نویسد. اگر سطری قدیمی سر راه است، آن را در نرم‌افزار بردارید.",
  "register.sqlite": "پایگاه داده می‌گوید: {message}",
  "register.notListed": "دستور توصیف اجرا شد و شرکت هنوز در فهرست نیست.",
  "register.removes": "دستور توصیف چیزی را برمی‌دارد که از آنِ دیگران است: {message}.",
  "error.TENANT_UNREGISTERED":
    "داده‌های {name} برگشت، اما نرم‌افزار این شرکت را نمی‌شناسد: {tenant} در فهرستش نیست.",
  "advice.TENANT_UNREGISTERED":
    "شرکت را با شناسهٔ {tenant} در نرم‌افزار اضافه کنید. سازنده می‌تواند با `tenants.register` در توصیف این کار را به این برنامه بسپارد.",
  "error.PART_UNKNOWN":
    "{where, select, backup {نسخهٔ پشتیبان بخشی با این شناسه ندارد:} other {بخشی با این شناسه وجود ندارد:}} {part}",
  "advice.PART_UNKNOWN":
    "`fivefold parts` بخش‌های نرم‌افزار را نشان می‌دهد و `fivefold show` بخش‌های یک نسخهٔ پشتیبان را.",
  "error.PATH_UNKNOWN":
    "{hasWanted, select, yes {فایل } other {}}{path} در نسخهٔ پشتیبان {snapshot}{hasPart, select, yes { ({part})} other {}} نیست.{hasNear, select, yes { آیا منظور این بود: {near}؟} other {}}",
  "advice.PATH_UNKNOWN":
    "`fivefold show` با `--part` فایل‌های یک نسخهٔ پشتیبان را نشان می‌دهد و `fivefold vault ls` محتوای هر مخزنی را.",
  "error.PATH_IN_DATABASE": "{part} یک پایگاه داده است و تنها یک‌جا بازمی‌گردد.",
  "advice.PATH_IN_DATABASE":
    "`--path` را ننویسید. با `--target` پایگاه داده در پوشه‌ای جداگانه نوشته می‌شود و هر چه لازم دارید می‌توانید از آن بردارید.",
  "error.PATH_BLOCKED": "این به‌تنهایی بازنمی‌گردد: {problem}",
  "advice.PATH_BLOCKED": "چیزی تغییر نکرد. با `--target` در پوشه‌ای جداگانه نوشته می‌شود.",
  "blocked.way": "{path} پوشه نیست، ولی جایی است که باید پوشه باشد؛ پیوند دنبال نمی‌شود.",
  "blocked.excluded": "توصیف نرم‌افزار {path} را کنار می‌گذارد.",
  "blocked.inner": "{path} از آن بخش دیگری است.",
  "error.SETTINGS_WRONG":
    "تنظیمات در {path}{hasLine, select, yes {، سطر {line, number}، ستون {column, number}} other {}} اشتباه دارد: {problem}",
  "advice.SETTINGS_WRONG": "فایل را درست کنید. تا آن زمان آخرین تنظیمات بی‌اشتباه برقرار می‌ماند.",
  "error.SETTINGS_NEWER": "تنظیمات در {path} را نسخهٔ تازه‌تری از برنامه نوشته است.",
  "advice.SETTINGS_NEWER": "تازه‌ترین نسخهٔ برنامه را روی این رایانه نصب کنید.",
  "error.HOME_FOREIGN":
    "پوشهٔ {path} برای این نرم‌افزار به کار نمی‌آید: {hasOther, select, yes {از آنِ {other} است} other {{found} در آن است}}.",
  "advice.HOME_FOREIGN": "برای این نرم‌افزار با `--home` پوشهٔ دیگری برگزینید.",
  "error.HOME_UNWRITABLE": "در پوشهٔ خود برنامه نمی‌توان نوشت: {path}",
  "advice.HOME_UNWRITABLE":
    "به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ نوشتن در آنجا را بدهید، یا با `--home` پوشهٔ دیگری برگزینید.{hasUndoBytes, select, yes { یا از برگشت از بازگردانی آخر چشم بپوشید: `fivefold close` مقدار {undoBytes} آزاد می‌کند.} other {}}",
  "error.HOME_BUSY":
    "برنامهٔ دیگری بیش از حد طول داده است که آنچه را در {path} نگهداری می‌شود تغییر دهد.",
  "advice.HOME_BUSY":
    "چیزی تغییر نکرد. دوباره امتحان کنید؛ اگر همچنان چنین بود، ببینید کدام برنامهٔ `Fivefold` از کار مانده است و آن را ببندید.",
  "error.SEAT_IS_WORKSTATION":
    "این رایانه یک ایستگاه کاری {app} است؛ نسخهٔ پشتیبان روی سرور گرفته می‌شود.",
  "advice.SEAT_IS_WORKSTATION": "برنامه را روی رایانه‌ای اجرا کنید که داده‌های نرم‌افزار در آن است.",
  "error.APP_BUSY":
    "{hasHolder, select, yes {{part} را {holder} باز نگه داشته است} other {{part} پیوسته تغییر می‌کند}} و اکنون نمی‌توان آن را جایگزین کرد.",
  "error.APP_AMBIGUOUS": "اینجا نسخه‌های پشتیبان چند نرم‌افزار هست: {apps}",
  "advice.APP_AMBIGUOUS": "چیزی نوشته نشد. یکی از آنها را با `--app-id` نام ببرید.",
  "error.APP_UNKNOWN": "از {app} نسخهٔ پشتیبانی نیست، اما از این‌ها هست: {apps}",
  "advice.APP_UNKNOWN": "چیزی نوشته نشد. یکی از این نرم‌افزارها را با `--app-id` نام ببرید.",
  "advice.APP_BUSY": "نرم‌افزار را ببندید و دوباره امتحان کنید.",
  "error.APP_LOCKED":
    "نسخه‌برداری یا بازگردانی دیگری از {app} در حال انجام است{hasPid, select, yes { (فرایند {pid})} other {}}.",
  "advice.APP_LOCKED": "صبر کنید تا تمام شود و دوباره امتحان کنید.",
  "error.HOOK_FAILED": "فرمان خود نرم‌افزار برای {hook} موفق نبود: {problem}",
  "advice.HOOK_FAILED":
    "{step, select, start {ببینید نرم‌افزار کار می‌کند یا نه، و اگر نه آن را روشن کنید.} stop {نرم‌افزار را ببندید و دوباره امتحان کنید.} other {علت را برطرف کنید و دوباره امتحان کنید.}} آنچه فرمان چاپ کرده در گزارش این اجرا آمده است؛ توصیف نرم‌افزار آن را زیر `hooks` نام می‌برد.",
  "hook.missing": "{program} نیست یا اجازهٔ اجرا ندارد.",
  "hook.timeLimit": "پس از {limitMs} تمام نشده بود و پایان داده شد.",
  "hook.failed": "{hasMessage, select, yes {{message}} other {با خطا پایان یافت.}}",
  "error.HOOK_SKIPPED":
    "{hasQuestion, select, yes {پیش از نسخه‌برداری کسی این را تأیید نکرد: {question}} other {پرسشی پیش از نسخه‌برداری تأیید نشد.}}",
  "advice.HOOK_SKIPPED":
    "نسخهٔ پشتیبان همهٔ آنچه را در نرم‌افزار بود دارد. اگر آن کار باید پیش‌تر انجام می‌شد، انجامش دهید و دوباره نسخه بگیرید.",
  "error.SOURCE_MISSING": "داده‌های {part} سر جایش نیست: {path}",
  "advice.SOURCE_MISSING":
    "اگر داده‌ها جابه‌جا شده‌اند، توصیف نرم‌افزار باید جای تازه را بگوید. اگر از دست رفته‌اند، آنها را بازگردانید.",
  "error.SOURCE_DAMAGED": "پایگاه دادهٔ {part} آسیب دیده است: {path}",
  "advice.SOURCE_DAMAGED":
    "نسخه‌های پشتیبان قدیمی‌تر را نگه دارید و {part} را از تازه‌ترین نسخهٔ کامل بازگردانید.",
  "error.SOURCE_ENCRYPTED": "{path} از {part} رمزگذاری شده است یا پایگاه دادهٔ `SQLite` نیست.",
  "advice.SOURCE_ENCRYPTED":
    "از سازندهٔ نرم‌افزار بپرسید این پایگاه داده چگونه باید ذخیره شود. در نسخهٔ پشتیبان نیست.",
  "error.SOURCE_UNREADABLE": "داده‌های {part} خوانده نشد{hasPath, select, yes {: {path}} other {.}}",
  "advice.SOURCE_UNREADABLE": "به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ خواندن آن را بدهید.",
  "error.SOURCE_BUSY": "پایگاه دادهٔ {part} مدت زیادی در حال استفاده بود: {path}",
  "advice.SOURCE_BUSY": "وقتی کار نرم‌افزار کمتر است دوباره امتحان کنید.",
  "error.ENTRY_UNREADABLE": "{path}{hasPart, select, yes { در {part}} other {}} خوانده نشد.",
  "advice.ENTRY_UNREADABLE":
    "به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ خواندن بدهید و دوباره نسخهٔ پشتیبان بگیرید.",
  "error.ENTRY_VANISHED": "{path}{hasPart, select, yes { در {part}} other {}} هنگام خواندن حذف شد.",
  "advice.ENTRY_VANISHED":
    "دوباره نسخهٔ پشتیبان بگیرید؛ اگر نرم‌افزار چنین فایل‌هایی را پیوسته حذف می‌کند، آنها را مستثنا کنید.",
  "error.ENTRY_CHANGED":
    "{path}{hasPart, select, yes { در {part}} other {}} هنگام خواندن تغییر کرد.",
  "advice.ENTRY_CHANGED": "زمانی که نرم‌افزار در آن نمی‌نویسد دوباره نسخهٔ پشتیبان بگیرید.",
  "error.ENTRY_UNSUPPORTED":
    "{path}{hasPart, select, yes { در {part}} other {}} نه فایل است، نه پوشه و نه پیوند، و کنار گذاشته شد.",
  "advice.ENTRY_UNSUPPORTED":
    "سوکت‌ها، لوله‌ها و دستگاه‌ها داده‌ای ندارند. آن را در توصیف نرم‌افزار مستثنا کنید.",
  "error.ENTRY_UNRESTORABLE": "{path}{hasPart, select, yes { در {part}} other {}} نوشته نشد.",
  "advice.ENTRY_UNRESTORABLE":
    "این رایانه این نام یا این نوع را نمی‌پذیرد. در نسخهٔ پشتیبان همچنان هست.",
  "error.METADATA_UNRESTORABLE":
    "محتوای {path}{hasPart, select, yes { در {part}} other {}} برگشته است، اما مالک، مجوزها، زمان یا ویژگی‌های آن نه.",
  "advice.METADATA_UNRESTORABLE": "اگر نرم‌افزار به آنها نیاز دارد، با کاربر مدیر بازگردانید.",
  "error.ATTRIBUTES_UNREADABLE":
    "ویژگی‌های گستردهٔ {path}{hasPart, select, yes { در {part}} other {}} خوانده نشد.",
  "advice.ATTRIBUTES_UNREADABLE":
    "محتوا در نسخهٔ پشتیبان هست. به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ خواندن ویژگی‌ها را بدهید.",
  "error.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {کنار داده‌های نرم‌افزار چیزی آماده نمی‌شود: {problem}} other {کنار {path} جایی نیست که {part} در آن آماده شود.}}",
  "advice.ASIDE_IMPOSSIBLE":
    "{hasProblem, select, yes {چیزی تغییر نکرد. ببینید چه کسی آن را ساخته است. اگر لازم نیست، بی‌آنکه حذفش کنید به جای دیگری ببرید و فرمان را دوباره بدهید.} other {پوشه‌ای قابل نوشتن روی همان درایو لازم است. یا با `--target` در پوشهٔ دیگری بازگردانید.}}",
  "aside.link": "{path} یک پیوند است و معلوم نیست مقصدش از آن کیست.",
  "aside.notFolder": "{path} پوشه نیست.",
  "aside.owner": "{path} نه از آن مدیر سیستم است و نه از آن صاحب پوشهٔ نرم‌افزار.",
  "aside.notFile": "{path} فایل نیست.",
  "aside.damaged": "{path} که نمی‌گذارد دو کار هم‌زمان انجام شود خراب است.",
  "aside.closed": "این کاربر اجازهٔ باز کردن {path} را ندارد.",
  "aside.moved": "{path} اکنون روی درایو دیگری است.",
  "error.DISK_FAILING":
    "دیسکی که {path} روی آن است دارد خراب می‌شود: سیستم نتوانست از آن بخواند یا در آن بنویسد.",
  "advice.DISK_FAILING":
    "دیگر از این دیسک استفاده نکنید: هر دقیقه ممکن است به بهای داده‌ها تمام شود، و دیگر چیزی در داده‌های نرم‌افزار روی آن نوشته نمی‌شود.{hasHome, select, yes { پوشهٔ خود برنامه هم روی آن است: {home}} other {}} `fivefold backup --to` با پوشه‌ای روی دیسکی دیگر آنچه را هنوز خواندنی است نگه می‌دارد؛ `fivefold recover --from` با نسخه‌های پشتیبان شما نرم‌افزار را روی دیسکی دیگر می‌آورد. آنچه را در هیچ نسخهٔ پشتیبانی نیست، شاید مرکز بازیافت داده هنوز بتواند از دیسک بیرون بیاورد.",
  "error.SPACE_SHORT":
    "فضا کم است{hasNeededBytes, select, yes {: {neededBytes} لازم است، {freeBytes} در {path} آزاد است} other {: {path}}}.",
  "advice.SPACE_SHORT":
    "آنجا فضا باز کنید و دوباره امتحان کنید.{hasUndoBytes, select, yes { یا از برگشت از بازگردانی آخر چشم بپوشید: `fivefold close` مقدار {undoBytes} آزاد می‌کند.} other {}}",
  "error.JOB_UNKNOWN":
    "کار خودکاری با نام {job} وجود ندارد.{hasJobs, select, yes { کارهای شناخته‌شده: {jobs}} other {}}",
  "advice.JOB_UNKNOWN":
    "`fivefold job list` کارها را نشان می‌دهد و `fivefold job add` کاری اضافه می‌کند.",
  "error.JOB_FOLLOWED": "کار {job} را نمی‌توان برداشت: {jobs} پس از آن انجام می‌شود.",
  "advice.JOB_FOLLOWED": "نخست به کار دیگر زمانی از آن خودش بدهید، یا نخست آن را بردارید.",
  "error.JOB_EXISTS": "کار خودکاری با نام {job} از پیش وجود دارد.",
  "advice.JOB_EXISTS":
    "با `--name` نام دیگری بدهید، یا کار دیگر را با `fivefold job remove` بردارید.",
  "error.ALARM_UNSENT": "پیامی دربارهٔ نسخه‌های پشتیبان از راه {way} فرستاده نشد: {answer}",
  "advice.ALARM_UNSENT": "به `alarms` در تنظیمات نگاه کنید؛ دوباره خودبه‌خود تلاش می‌شود.",
  "error.KEEPING_STOPPED":
    "کار {job} نسخهٔ پشتیبان خود را ساخت و همهٔ نسخه‌های قدیمی‌تر را نگه داشت: {problem}",
  "advice.KEEPING_STOPPED":
    "به برنامه نگاه کنید. اگر همه چیز درست است، این را با `fivefold job accept` بگویید؛ پس از آن نسخه‌های قدیمی دوباره برداشته می‌شوند.",
  "error.PLACE_USED": "محل ذخیرهٔ {place} را این کارها به کار می‌برند: {jobs}",
  "advice.PLACE_USED":
    "با `--yes` با این همه از فهرست برداشته می‌شود: کارهایی که آنجا می‌نویسند متوقف می‌شوند و بقیه دیگر آنجا رونوشت نمی‌گذارند. بهتر است نخست محل دیگری به آن‌ها بدهید.",
  "error.PLACE_UNKNOWN":
    "محل ذخیره‌ای با نام {place} وجود ندارد.{hasPlaces, select, yes { محل‌های شناخته‌شده: {places}} other {}}",
  "advice.PLACE_UNKNOWN":
    "پوشه را با خط کج بنویسید، مانند `./{place}`، یا محل را با `fivefold place add` اضافه کنید.",
  "error.PLACE_MISSING": "محل ذخیرهٔ {place} سر جایش نیست.",
  "advice.PLACE_MISSING": "اگر درایو است، آن را وصل کنید و دوباره امتحان کنید.",
  "error.PLACE_FULL": "محل ذخیرهٔ {place} پر است.",
  "advice.PLACE_FULL":
    "آنجا فضا باز کنید: `fivefold forget` و `fivefold prune` نسخه‌های قدیمی را حذف می‌کنند. همهٔ نسخه‌های پشتیبان پیشین حفظ شده‌اند.{hasUndoBytes, select, yes { یا از برگشت از بازگردانی آخر چشم بپوشید: `fivefold close` مقدار {undoBytes} آزاد می‌کند.} other {}}",
  "error.PLACE_READ_ONLY": "در {place} چیزی نمی‌توان نوشت.",
  "advice.PLACE_READ_ONLY":
    "محافظت در برابر نوشتن را بردارید، یا به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ نوشتن در آنجا را بدهید.",
  "error.PLACE_UNREACHABLE": "محل ذخیرهٔ {place} پاسخ نمی‌دهد.",
  "advice.PLACE_UNREACHABLE": "درایو یا شبکه را بررسی کنید و دوباره امتحان کنید.",
  "error.PLACE_FOREIGN": "{place} فایل‌های دیگری دارد و نسخهٔ پشتیبانی در آن نیست.",
  "advice.PLACE_FOREIGN": "پوشه‌ای خالی برگزینید، یا پوشه‌ای که از پیش نسخهٔ پشتیبان دارد.",
  "error.OBJECT_EXISTS": "{key} از پیش در {place} هست.",
  "advice.OBJECT_EXISTS": "چیزی جایگزین نشد. با نام دیگری دوباره تلاش کنید.",
  "error.OBJECT_MISSING": "یکی از فایل‌های نسخه‌های پشتیبان در {place} نیست: {key}",
  "advice.OBJECT_MISSING": "`fivefold check` می‌گوید کدام نسخه‌ها آسیب دیده‌اند.",
  "error.OBJECT_SHORT":
    "یکی از فایل‌های نسخه‌های پشتیبان در {place} کوتاه‌تر از اندازهٔ درست است: {key}",
  "advice.OBJECT_SHORT":
    "شاید درایو در حال خراب شدن است. `fivefold check --read-data` می‌گوید کدام نسخه‌ها آسیب دیده‌اند.",
  "error.VAULT_MISSING": "در {place} نسخهٔ پشتیبانی نیست.",
  "advice.VAULT_MISSING":
    "ببینید محل درست است یا نه. `fivefold init` محل تازه‌ای آماده می‌کند.{hasEarlier, select, yes { نسخه‌های پیشین در {earlier} هستند: این پوشه را با `--from` نام ببرید.} other {}}",
  "error.BACKUPS_MISSING":
    "در {place} نسخهٔ پشتیبانی نیست.{hasFound, select, yes { اما در اینجا هست: {found}} other {}}",
  "advice.BACKUPS_MISSING":
    "چیزی نوشته نشد. پوشه‌ای را نام ببرید که `config` و `keys` در آن است، یا فایل‌های پشتیبان را. اگر هیچ نسخهٔ پشتیبانی نیست، دیگر از دیسک قدیمی استفاده نکنید؛ صفحهٔ `no-backup` در راهنما می‌گوید چه کاری هنوز شدنی است.",
  "error.VAULT_LOCKED":
    "نسخه‌های پشتیبان در {place} را برنامهٔ دیگری به کار گرفته است{hasHost, select, yes { روی {host}} other {}}.",
  "advice.VAULT_LOCKED":
    "صبر کنید تا تمام شود. اگر آن رایانه دیگر کار نمی‌کند، `restic unlock` قفل آن را برمی‌دارد.",
  "error.VAULT_DAMAGED":
    "نسخه‌های پشتیبان در {place} آسیب دیده‌اند{hasPath, select, yes {: {path}} other {}}.",
  "advice.VAULT_DAMAGED":
    "`fivefold check` می‌گوید چه چیزی هنوز خوانده می‌شود. محل دومی را هم به کار بگیرید.",
  "error.CONFIG_MISSING":
    "در {place} فایل‌های نسخه‌های پشتیبان هست، اما فایل `config` نیست و بدون آن کسی نمی‌تواند آنها را باز کند.",
  "advice.CONFIG_MISSING":
    "چیزی تغییر نکرد. این فایل را از رونوشتی از این پوشه یا از سطل بازیافت برگردانید. برای نسخه‌های تازه پوشهٔ دیگری برگزینید.",
  "error.VAULT_NEWER": "نسخه‌های پشتیبان در {place} شکلی دارند که این نسخه از برنامه نمی‌شناسد.",
  "advice.VAULT_NEWER": "تازه‌ترین نسخهٔ برنامه را نصب کنید.",
  "error.VAULT_EXISTS": "در {place} از پیش نسخهٔ پشتیبان هست.",
  "advice.VAULT_EXISTS": "`fivefold backup` به آنها می‌افزاید؛ لازم نیست چیزی آماده شود.",
  "error.KEY_WRONG":
    "این کلید نسخه‌های پشتیبان در {place} را باز نمی‌کند.{hasGroups, select, yes { گروه‌های اشتباه: {groups}.} other {}}",
  "advice.KEY_WRONG":
    "هر گروه از رقم‌ها را با برگهٔ اضطراری مقایسه کنید؛ گروهی که اشتباه نوشته شده باشد نام برده می‌شود.",
  "error.KEY_MISSING":
    "چنین کلیدی{hasPlace, select, yes { در {place}} other {}} نیست{hasKey, select, yes {: {key}} other {}}.",
  "advice.KEY_MISSING": "`fivefold key list` کلیدها را نشان می‌دهد.",
  "error.KEY_UNKEPT": "رونوشتی از کلید نسخه‌های پشتیبان {place} در این رایانه نگه داشته نشده است.",
  "advice.KEY_UNKEPT":
    "کلید روی برگهٔ اضطراری است. با آن کلید، `fivefold key add` کلید دیگری می‌سازد.",
  "error.KEY_LAST":
    "این تنها کلید است، یا کلیدی که اکنون به کار می‌رود؛ بدون آن کسی نمی‌تواند نسخه‌های پشتیبان را بخواند.",
  "advice.KEY_LAST": "نخست با `fivefold key add` کلید دیگری اضافه کنید و آن را به کار ببرید.",
  "error.ESCROW_MISSING":
    "توصیف {app} کسی را نام نمی‌برد که بتواند کلیدی از نسخه‌های پشتیبان نگه دارد.",
  "advice.ESCROW_MISSING":
    "چیزی اشکال ندارد: نسخه‌های پشتیبان را تنها خود شما باز می‌کنید. سازندهٔ برنامه خود را زیر `escrow` در توصیف نام می‌برد.",
  "error.ESCROW_UNPLACED": "کلید برای {name} کنار نسخه‌های پشتیبان در {place} گذاشته نشد.",
  "advice.ESCROW_UNPLACED":
    "خود نسخهٔ پشتیبان سالم است. پشتیبان‌گیری بعدی دوباره تلاش می‌کند؛ `fivefold key escrow status` می‌گوید کلید کجاست.",
  "error.ESCROW_UNREADABLE": "{path} به کار نمی‌آید: {problem}",
  "advice.ESCROW_UNREADABLE":
    "چیزی عوض نشد. فایلی را نام ببرید که با `.age` پایان می‌یابد، و با `--identity` آن را که `age-keygen` نوشته است.",
  "sealed.notAge": "فایلی با قالب `age` نیست، یا آسیب دیده است.",
  "sealed.otherKey": "برای کلید دیگری مهر شده است، نه این یکی.",
  "sealed.identityWrong": "کلید محرمانه‌ای در آن نیست (`AGE-SECRET-KEY-…`).",
  "sealed.notOurs": "کلیدی از نسخه‌های پشتیبان در آن نیست.",
  "sealed.unreadable": "خوانده نمی‌شود.",
  "error.SNAPSHOT_MISSING":
    "{hasSnapshot, select, yes {نسخهٔ پشتیبان {snapshot} وجود ندارد.} other {هیچ نسخهٔ پشتیبانی نام برده نشد.}}",
  "advice.SNAPSHOT_MISSING": "`fivefold list` نسخه‌های موجود را نشان می‌دهد.",
  "error.SNAPSHOT_AMBIGUOUS": "چند نسخهٔ پشتیبان با {snapshot} آغاز می‌شوند.",
  "advice.SNAPSHOT_AMBIGUOUS": "رقم‌های بیشتری از آنچه `fivefold list` نشان می‌دهد بنویسید.",
  "error.SNAPSHOT_DAMAGED":
    "نسخهٔ پشتیبان آسیب دیده است{hasPath, select, yes {: {path} همان نیست که ذخیره شده بود} other {}}.",
  "advice.SNAPSHOT_DAMAGED":
    "چیزی جایگزین نشد. نسخهٔ دیگری را به کار ببرید؛ `fivefold check --read-data` می‌گوید کدام‌ها سالم‌اند.",
  "error.SNAPSHOT_FOREIGN":
    "نسخهٔ پشتیبان{hasSnapshot, select, yes { {snapshot}} other {}} را این برنامه برای این نرم‌افزار نساخته است.",
  "advice.SNAPSHOT_FOREIGN":
    "`fivefold vault restore` فایل‌های آن را در پوشه‌ای که برگزینید می‌نویسد.",
  "error.SNAPSHOT_UNDESCRIBED":
    "نسخهٔ پشتیبان {snapshot} توصیفی از نرم‌افزار ندارد که این برنامه بفهمد.",
  "advice.SNAPSHOT_UNDESCRIBED":
    "چیزی نوشته نشد. نسخهٔ پشتیبان دیگری به کار ببرید، یا تازه‌ترین نسخهٔ برنامه را نصب کنید. بدون توصیف هم `fivefold vault restore` داده‌ها را بیرون می‌آورد، و هر برنامهٔ فایل‌های فشرده آن‌ها را از فایل پشتیبان بیرون می‌آورد.",
  "error.SNAPSHOT_INCOMPLETE": "نسخهٔ پشتیبان {snapshot} کامل نیست: هنگام ساختن آن چیزی خوانده نشد.",
  "advice.SNAPSHOT_INCOMPLETE":
    "`fivefold show` می‌گوید چه دارد. بخش‌های آن را با `--part` نام ببرید، یا نسخهٔ قدیمی‌تری را به کار ببرید.",
  "error.LAYOUT_NEWER":
    "این نسخهٔ پشتیبان را نسخهٔ تازه‌تری از برنامه ساخته است (شکل {layout, number}؛ این نسخه {reads, number} را می‌خواند).",
  "advice.LAYOUT_NEWER": "تازه‌ترین نسخهٔ برنامه را روی این رایانه نصب کنید.",
  "error.VERSION_UNFIT":
    "این نسخهٔ پشتیبان را {app}{hasBackup, select, yes { {backup}} other {}} ساخته است. نسخهٔ اینجا{hasVersion, select, yes {، {version}،} other {}} فقط نسخه‌های پشتیبان {restores} را می‌پذیرد.",
  "advice.VERSION_UNFIT":
    "به چیزی دست زده نشد. {age, select, newer {{app} {backup} یا تازه‌تر را اینجا نصب کنید و دوباره بازگردانی کنید.} older {{app} {backup} را اینجا نصب کنید، بازگردانی کنید و سپس {app} را به‌روز کنید؛ یا نسخهٔ پشتیبان تازه‌تری بردارید.} other {نسخه‌ای از {app} را نصب کنید که این نسخهٔ پشتیبان را بپذیرد، یا نسخهٔ دیگری بردارید.}}",
  "error.APP_UPDATED":
    "هنگام آماده‌شدن این بازگردانی {app} {hasPrepared, select, yes {{prepared}} other {نسخهٔ دیگری}} بود و اکنون {hasVersion, select, yes {{version}} other {نسخهٔ دیگری}} است: آنچه آماده شده شاید با آن سازگار نباشد.",
  "advice.APP_UPDATED": "دوباره بازگردانی کنید: آن‌گاه با نسخهٔ کنونی سنجیده می‌شود.",
  "error.VERSION_UNKNOWN":
    "نمی‌توان گفت این نسخهٔ پشتیبان با نرم‌افزار اینجا سازگار است یا نه: {hasBackup, select, yes {نسخهٔ آن {backup} است که عددهایی با نقطه نیست} other {نمی‌گوید کدام نسخه آن را ساخته است}}.",
  "advice.VERSION_UNKNOWN":
    "با این همه بازگردانده می‌شود. ببینید نرم‌افزار با آن کار می‌کند یا نه؛ `fivefold undo` برمی‌گردد.",
  "error.APP_FOREIGN": "{path} نسخهٔ پشتیبان نرم‌افزار دیگری است: {app}. این یکی {expected} است.",
  "advice.APP_FOREIGN":
    "چیزی نوشته نشد. نسخهٔ پشتیبانی از {expected} به کار ببرید، یا این یکی را روی رایانهٔ {app} باز کنید.",
  "error.PARCEL_CHANGED":
    "{path} را برنامهٔ دیگری از نو بسته‌بندی کرده است{hasEntry, select, yes { (در {entry} دیده می‌شود)} other {}} و دیگر نمی‌توان ثابت کرد که همه چیز در آن همان است که بود.",
  "advice.PARCEL_CHANGED":
    "چیزی نوشته نشد. فایل را همان‌گونه که این برنامه ساخته به کار ببرید. اگر دیگر نیست، هر برنامهٔ زیپ این یکی را باز می‌کند و `sha256sum -c SHA256SUMS` آنچه را بیرون می‌آید مقایسه می‌کند.",
  "error.PARCEL_CUT_OFF": "{path} ناتمام است: تنها {sizeBytes} از آن اینجاست و پایان آن نیست.",
  "advice.PARCEL_CUT_OFF":
    "چیزی نوشته نشد. کپی کردن نیمه‌کاره مانده، یا درایوی پر بوده یا زودتر از موقع جدا شده است. فایل را دوباره از جایی که ساخته شده کپی کنید، یا نسخهٔ دیگری به کار ببرید.",
  "error.PARCEL_DAMAGED":
    "{path} آسیب دیده است{hasEntry, select, yes { در {entry}} other {}}{hasProblem, select, yes {: {problem}} other {.}}",
  "advice.PARCEL_DAMAGED":
    "چیزی نوشته نشد. فایل را دوباره از جایی که ساخته شده کپی کنید؛ اگر آنجا هم آسیب دیده است، نسخهٔ دیگری به کار ببرید. شاید درایو در حال خراب شدن است.",
  "error.PARCEL_EXISTS": "{path} جایگزین نمی‌شود: {problem}",
  "advice.PARCEL_EXISTS":
    "چیزی نوشته نشد و آن فایل همان‌گونه است که بود. نام یا پوشهٔ دیگری برگزینید، یا آن فایل را جابه‌جا کنید.",
  "error.PARCEL_FOREIGN": "{path} فایل زیپ است، اما نسخهٔ پشتیبانی نیست که این برنامه ساخته باشد.",
  "advice.PARCEL_FOREIGN":
    "چیزی نوشته نشد. ببینید همان فایلی است که می‌خواستید یا نه؛ هر برنامهٔ زیپ آن را باز می‌کند.",
  "error.PARCEL_HOSTILE":
    "{path} باز نمی‌شود، چون ممکن است آسیب برساند{hasEntry, select, yes { (در {entry} دیده می‌شود)} other {}}: {problem}",
  "advice.PARCEL_HOSTILE":
    "چیزی نوشته نشد. این برنامه هرگز چنین فایلی نمی‌سازد. با برنامهٔ دیگری هم بازش نکنید و از کسی که آن را داده بپرسید از کجا آمده است.",
  "error.PARCEL_LINK_OUT":
    "{path} پذیرفته نمی‌شود، چون پیوندی در آن به بیرون از نسخهٔ پشتیبان می‌رود ({entry} به {target}).",
  "advice.PARCEL_LINK_OUT":
    "چیزی نوشته نشد. بعضی نرم‌افزارها چنین پیوندهایی دارند، و یک ناشناس می‌تواند با آن نرم‌افزار را به بیراهه ببرد. اگر می‌دانید فایل را چه کسی ساخته و پیوند برای چیست، `--allow-links-out` را بیفزایید؛ فایل‌های دیگرِ آن را می‌توان با `--path` بازگرداند.",
  "error.PARCEL_KEY_OTHER":
    "محتوای {path} با کلید نصب دیگری قفل شده است{hasFingerprint, select, yes { ({fingerprint})} other {}}.",
  "advice.PARCEL_KEY_OTHER":
    "چیزی از دست نرفته است. کلید روی برگهٔ اضطراری رایانه‌ای است که نسخه را ساخته؛ فایلی را که کلید در آن است با `--parcel-password-file` نام ببرید.",
  "error.PARCEL_MISSING": "فایل {path} وجود ندارد.",
  "advice.PARCEL_MISSING":
    "نام و پوشهٔ آن را بررسی کنید؛ نسخهٔ پشتیبانِ یک محل با شناسه‌اش نامیده می‌شود، بدون مسیر.",
  "error.PARCEL_PASSWORD_NEEDED": "{path} با گذرواژه قفل شده است و گذرواژه‌ای داده نشد.",
  "advice.PARCEL_PASSWORD_NEEDED":
    "چیزی نوشته نشد. فایلی را که گذرواژه در آن است با `--parcel-password-file` نام ببرید.",
  "error.PARCEL_NAME_WRONG":
    "{name} نمی‌تواند نام فایل نسخهٔ پشتیبان باشد: {problem}{hasSuggestion, select, yes { نام ممکن: {suggestion}} other {}}",
  "advice.PARCEL_NAME_WRONG":
    "چیزی نوشته نشد. حروف، رقم‌ها، فاصله، - و _ در نام‌ها روی هر رایانه‌ای ممکن است.",
  "error.PARCEL_NOT_ZIP": "{path} نسخهٔ پشتیبان نیست: اصلاً فایل زیپ نیست.",
  "advice.PARCEL_NOT_ZIP":
    "چیزی نوشته نشد. ببینید همان فایلی است که می‌خواستید یا نه، و تا پایان کپی شده است یا نه.",
  "error.PARCEL_PASSWORD_WRONG":
    "این گذرواژه {path} را باز نمی‌کند.{hasGroups, select, yes { گروه‌های اشتباه: {groups}.} other {}}{hasWords, select, yes { واژه‌های اشتباه: {words}.} other {}}",
  "advice.PARCEL_PASSWORD_WRONG":
    "چیزی نوشته نشد و فایل آسیب ندیده است. به حروف بزرگ و کوچک و زبان صفحه‌کلید نگاه کنید و گروه به گروه یا واژه به واژه مقایسه کنید.",
  "error.PASSWORD_WEAK": "این گذرواژه ممکن نیست: {problem}",
  "advice.PASSWORD_WEAK":
    "هر کس فایل را داشته باشد می‌تواند در هر ثانیه میلیون‌ها گذرواژه را امتحان کند. گذرواژه‌ای ندهید تا برنامه گذرواژهٔ محکمی بسازد، یا شش واژه برگزینید که هیچ ربطی به هم ندارند.",
  "hostile.name.parent": "نامی در آن به بیرون از پوشه‌ای می‌رود که در آن باز می‌شود.",
  "hostile.name.absolute": "نامی در آن جایی از این رایانه را نشان می‌دهد.",
  "hostile.name.drive": "نامی در آن درایوی از این رایانه را نشان می‌دهد.",
  "hostile.name.unc": "نامی در آن رایانهٔ دیگری را در شبکه نشان می‌دهد.",
  "hostile.name.backslash": "نامی در آن خط کج وارونه دارد که ویندوز آن را پوشه می‌داند.",
  "hostile.name.device": "نامی در آن برای ویندوز به معنای یک دستگاه است.",
  "hostile.name.trailing":
    "نامی در آن با نقطه یا فاصله تمام می‌شود و ویندوز از آن نام دیگری می‌سازد.",
  "hostile.name.control": "نامی در آن نویسه‌های ناپیدا دارد.",
  "hostile.name.twice": "دو فایل در آن یک نام دارند.",
  "hostile.name.case": "دو نام در آن روی بعضی رایانه‌ها یکی هستند.",
  "hostile.link.through": "فایلی در آن از راه یک پیوند نوشته می‌شد.",
  "hostile.overlap": "فایل‌هایی در آن بایت‌های یکسانی را به کار می‌برند.",
  "hostile.header.disagrees": "دربارهٔ یک فایل دو چیز متفاوت می‌گوید.",
  "hostile.size.false": "اندازه‌ای که می‌گوید درست نیست.",
  "hostile.bomb": "پس از باز شدن بسیار بزرگ‌تر از آن می‌شد که می‌گوید یا جا هست.",
  "hostile.entries.many": "فایل‌هایش بیشتر از آن است که می‌گوید یا کسی نیاز دارد.",
  "hostile.prepended": "پیش از آغاز فایل زیپ چیزی هست.",
  "hostile.comment": "متنی به آن افزوده شده است.",
  "hostile.zipcrypto": "به شیوهٔ قدیمی زیپ قفل شده است که از چیزی محافظت نمی‌کند.",
  "damage.content": "محتوا همان نیست که ذخیره شده بود.",
  "damage.seal": "مُهر محتوای قفل‌شده درست نیست.",
  "damage.header": "آنچه دربارهٔ فایل گفته می‌شود همان نیست که نوشته شده بود.",
  "damage.directory": "فهرست محتوا همان نیست که نوشته شده بود.",
  "damage.manifest": "توصیف نسخهٔ پشتیبان همان نیست که نوشته شده بود.",
  "damage.metadata": "نام‌ها، مجوزها، زمان‌ها یا پیوندها همان نیستند که ذخیره شده بودند.",
  "damage.missing": "فایلی که جزو آن است نیست.",
  "exists.foreign": "نسخهٔ پشتیبانی نیست که این برنامه ساخته باشد.",
  "exists.app": "نسخهٔ پشتیبان نرم‌افزار دیگری است.",
  "exists.complete": "آن کامل است و نسخهٔ تازه نه.",
  "exists.taken": "نسخهٔ پشتیبانی با این نام از پیش هست.",
  "unsafe.beginning": "با نقطه یا فاصله آغاز می‌شود.",
  "unsafe.automatic": "برنامه چنین نام‌هایی به نسخه‌هایی می‌دهد که هر روز جایگزین می‌کند.",
  "unsafe.incomplete": "برنامه نسخه‌های ناقص را این‌گونه نشان می‌گذارد.",
  "unsafe.reserved": "برنامه این نام را درون نسخه‌های پشتیبان به کار می‌برد.",
  "unsafe.weekdayTwice": "دو روز هفته همین را دارند.",
  "weak.short": "بیش از اندازه کوتاه است.",
  "weak.long": "بیش از ۹۹ نویسه دارد و برنامه‌های زیپ دیگر آن را نمی‌پذیرند.",
  "weak.letters":
    "حروف یا نشانه‌هایی دارد که برنامه‌های دیگر به شکل دیگری می‌نویسند و نمی‌توانند فایل را باز کنند. ممکن است: `a` تا `z`، `A` تا `Z`، رقم‌ها، فاصله و نشانه‌هایی مانند - و !",
  "weak.common": "از آنهایی است که پیش از همه امتحان می‌شوند.",
  "weak.name": "از نام‌هایی ساخته شده که در فایل هست یا همه اینجا می‌دانند.",
  "weak.date": "از تاریخ‌ها ساخته شده است.",
  "weak.keyboard": "کلیدهایش روی صفحه‌کلید کنار هم هستند.",
  "weak.repeat": "تکرار می‌شود یا تنها پشت سر هم می‌شمارد.",
  "weak.guessable": "زود می‌توان آن را حدس زد.",
  "weekday.monday": "دوشنبه",
  "weekday.tuesday": "سه شنبه",
  "weekday.wednesday": "چهارشنبه",
  "weekday.thursday": "پنجشنبه",
  "weekday.friday": "جمعه",
  "weekday.saturday": "شنبه",
  "weekday.sunday": "یکشنبه",
  "leftReason.credentials": "هرگز در فایلی برای دادن به دیگران، مگر آنکه خواسته شود",
  "error.BLOB_DAMAGED":
    "تکه‌ای از نسخه‌های پشتیبان آسیب دیده است{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_DAMAGED":
    "دوباره نسخهٔ پشتیبان بگیرید: آنچه نرم‌افزار هنوز دارد از نو ذخیره می‌شود. سپس بار دیگر بررسی کنید.",
  "error.BLOB_MISSING": "تکه‌ای از نسخه‌های پشتیبان نیست{hasId, select, yes {: {id}} other {}}.",
  "advice.BLOB_MISSING":
    "دوباره نسخهٔ پشتیبان بگیرید: آنچه نرم‌افزار هنوز دارد از نو ذخیره می‌شود. سپس بار دیگر بررسی کنید.",
  "error.PACK_DAMAGED":
    "یکی از فایل‌های نسخه‌های پشتیبان آسیب دیده است{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_DAMAGED":
    "شاید درایو در حال خراب شدن است. نسخه‌های پشتیبان را با `fivefold copy` به محل دیگری کپی کنید.",
  "error.PACK_MISSING":
    "یکی از فایل‌های نسخه‌های پشتیبان نیست{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_MISSING":
    "ببینید آیا کسی فایل‌هایی را از محل ذخیره حذف کرده است. دوباره نسخهٔ پشتیبان بگیرید و بار دیگر بررسی کنید.",
  "error.PACK_UNUSED":
    "فایلی در محل ذخیره به هیچ نسخهٔ پشتیبانی تعلق ندارد{hasId, select, yes {: {id}} other {}}.",
  "advice.PACK_UNUSED":
    "زیانی ندارد: نسخه‌برداری‌ای ناتمام مانده است. `fivefold prune` فضا را پس می‌دهد.",
  "error.INDEX_DAMAGED":
    "یکی از فهرست‌های محتوای نسخه‌های پشتیبان آسیب دیده است{hasId, select, yes {: {id}} other {}}.",
  "advice.INDEX_DAMAGED": "`restic repair index` آن را از روی خود نسخه‌های پشتیبان از نو می‌نویسد.",
  "error.TREE_DAMAGED":
    "پوشه‌ای درون یک نسخهٔ پشتیبان آسیب دیده است{hasId, select, yes {: {id}} other {}}.",
  "advice.TREE_DAMAGED":
    "دوباره نسخهٔ پشتیبان بگیرید: پوشه‌هایی که نرم‌افزار هنوز دارد از نو ذخیره می‌شوند. نسخه‌های دیگر آسیب ندیده‌اند مگر آنکه نام برده شوند.",
  "error.TARGET_NOT_EMPTY": "پوشهٔ {path} خالی نیست.",
  "advice.TARGET_NOT_EMPTY": "پوشه‌ای خالی یا تازه نام ببرید؛ هرگز چیزی در آن رونویسی نمی‌شود.",
  "error.TARGET_FOREIGN":
    "پوشهٔ {path} از آنِ نرم‌افزار دیگری است: {app}. نسخهٔ پشتیبان از {expected} است.",
  "advice.TARGET_FOREIGN": "چیزی نوشته نشد. با `--into` پوشهٔ دیگری برگزینید.",
  "error.TARGET_UNWRITABLE": "در {path} نمی‌توان نوشت.",
  "advice.TARGET_UNWRITABLE":
    "چیزی نوشته نشد. با `--into` پوشهٔ دیگری برگزینید، یا اجازهٔ نوشتن در آنجا را بگیرید.",
  "error.RESTORE_OPEN": "یک بازگردانی این نرم‌افزار آماده شده و انجام نشده است.",
  "advice.RESTORE_OPEN": "`fivefold undo` از آن چشم می‌پوشد؛ سپس دوباره بازگردانی کنید.",
  "error.PLAN_OUTDATED":
    "در این میان بازگردانی دیگری انجام شده است (در {doneAt}، به وضعیت {takenAt})؛ این یکی بی‌خبر راه برگشت از آن را می‌بست.",
  "advice.PLAN_OUTDATED":
    "چیزی تغییر نکرده است. فرمان را دوباره بدهید: می‌گوید به چه چیزی پایان می‌دهد.",
  "error.RESTORE_TURNED_BACK":
    "بازگردانی انجام نشد و نرم‌افزار همان‌گونه است که بود{hasReason, select, yes {: {reason}} other {}}.",
  "advice.RESTORE_TURNED_BACK":
    "چیزی از دست نرفته است. علت را برطرف کنید و دوباره بازگردانید.{hasUndoBytes, select, yes { یا از برگشت از بازگردانی آخر چشم بپوشید: `fivefold close` مقدار {undoBytes} آزاد می‌کند.} other {}}",
  "error.RESTORE_STUCK":
    "بازگردانی نیمه‌کاره ماند و وضعیت پیش از آن هنوز سر جایش گذاشته نشده است: {part}{hasPath, select, yes {. آنچه کنار گذاشته شده بود دیگر سر جایش نیست: {path}} other {}}",
  "advice.RESTORE_STUCK":
    "{hasPath, select, yes {اگر دیسک این پوشه وصل نیست یا پوشه جابه‌جا شده است، آن را برگردانید؛ سپس `fivefold undo` دوباره امتحان می‌کند. اگر برای همیشه از دست رفته است، `fivefold close --accept-loss` این بخش‌ها را همان‌گونه که هستند می‌گذارد و بازگردانی را پایان می‌دهد.} other {نرم‌افزار را ببندید، در پوشهٔ `.fivefold` کنار آن چیزی را تغییر ندهید و بگذارید `fivefold undo` دوباره امتحان کند.}}{hasSafety, select, yes { وضعیت پیش از آن در نسخهٔ {safety} هست.} other {}}",
  "error.ASIDE_LOST":
    "وضعیت {part} پیش از بازگردانی دیگر در جایی که کنار گذاشته شده بود نیست: {path}",
  "advice.ASIDE_LOST":
    "اگر دیسک این پوشه وصل نیست یا پوشه جابه‌جا شده است، آن را برگردانید. اگر از دست رفته است، {part} همان‌گونه که اکنون هست می‌ماند؛ `fivefold list` نسخه‌هایی را که آن را دارند نشان می‌دهد.",
  "error.UNDO_MISSING": "بازگردانی‌ای نیست که بتوان از آن برگشت.",
  "advice.UNDO_MISSING":
    "تا وقتی بازگردانی بسته نشده باشد این کار ممکن است. وضعیت پیش از بازگردانی در `fivefold list` هست.",
  "error.STAGED_DAMAGED": "آنچه برای {part} آماده شد سالم نیست.",
  "advice.STAGED_DAMAGED":
    "چیزی جایگزین نشد. نسخهٔ دیگری را به کار ببرید؛ `fivefold check --read-data` می‌گوید کدام‌ها سالم‌اند.",
  "error.ROWS_DIFFER":
    "جدول {table} از {part} دارای {foundCount, number} ردیف است؛ نسخهٔ پشتیبان {expectedCount, number} می‌گوید.",
  "advice.ROWS_DIFFER": "چیزی جایگزین نشد. نسخهٔ پشتیبان دیگری را به کار ببرید.",
  "error.PART_UNCOMPARED": "{part} به‌طور کامل مقایسه نشد: {problem}",
  "advice.PART_UNCOMPARED":
    "نسخهٔ پشتیبان ایرادی ندارد. بازگردانی شاید آنجا بیش از آنچه نشان داده شده تغییر دهد.",
  "uncompared.slow": "بیش از اندازه طول کشید.",
  "uncompared.tables": "جدول‌های آن شمرده نشد: {message}",
  "uncompared.newest": "پرس‌وجوی تازه‌ترین رکوردهای آن انجام نشد: {message}",
  "error.SAFETY_DEGRADED":
    "{hasPath, select, yes {آنچه از بازگردانی به بعد انجام شد} other {وضعیت پیش از بازگردانی}} تنها تا حدی ذخیره شد: {part}",
  "advice.SAFETY_DEGRADED":
    "{hasPath, select, yes {حذف نشد: در {path} می‌ماند تا خودتان آن را حذف کنید.} other {داده‌هایش خوانده نشد یا محل ذخیره آن‌ها را نپذیرفت. فایل‌های قدیمی تا بسته شدن بازگردانی کنار فایل‌های تازه می‌مانند.}}",
  "error.SNAPSHOT_PINNED": "پشتیبان {snapshot} در {place} سنجاق شده است و پاک نشد.",
  "advice.SNAPSHOT_PINNED": "چیزی پاک نشد. اگر می‌تواند برود، نخست سنجاقش را بردارید.",
  "error.SESSION_NEEDED": "اینجا کسی وارد نشده است، یا زمان زیادی از آن گذشته است.",
  "advice.SESSION_NEEDED":
    "صفحه را دوباره از برنامهٔ خود باز کنید، یا `fivefold open` را بدهید؛ اگر حساب‌ها هست، با نام و گذرواژه وارد شوید.",
  "error.SIGN_IN_WRONG":
    "{what, select, password {نام و گذرواژه با هم نمی‌خوانند.} other {این پیوند پیش‌تر به کار رفته یا خیلی قدیمی است.}}",
  "advice.SIGN_IN_WRONG":
    "{what, select, password {هر دو را دوباره بنویسید. یک مدیر می‌تواند گذرواژهٔ تازه بدهد.} other {هر پیوند یک بار و تا چند دقیقه کار می‌کند. `fivefold open` پیوند تازه می‌سازد.}}",
  "error.SIGN_IN_LATER": "برای ورود بیش از اندازه تلاش نادرست شد.",
  "advice.SIGN_IN_LATER": "پس از {waitMs} دوباره تلاش کنید. چیزی تغییر نکرد.",
  "error.ROLE_NEEDED":
    "{name} اجازهٔ این کار را ندارد: نقش {role, select, operator {کارور} administrator {مدیر} other {بیننده}} لازم است.",
  "advice.ROLE_NEEDED": "از یک مدیر بخواهید این کار را بکند یا این نقش را به شما بدهد.",
  "error.REQUEST_FOREIGN": "درخواست از صفحه‌ای از این کارساز نیست و رد شد.",
  "advice.REQUEST_FOREIGN": "صفحه را با نشانی خودش باز کنید: {url}",
  "error.REQUEST_WRONG": "درخواست فهمیده نشد{hasAt, select, yes { در {at}} other {}}: {message}",
  "advice.REQUEST_WRONG": "`/api-docs` می‌گوید کارساز چه چیزی را می‌فهمد.",
  "error.ROUTE_UNKNOWN": "در {path} چیزی نیست.",
  "advice.ROUTE_UNKNOWN": "`/api-docs` آنچه را هست فهرست می‌کند.",
  "error.RUN_UNKNOWN": "اجرایی به نام {run} نیست، یا دیگر منتظر این نیست.",
  "advice.RUN_UNKNOWN": "فهرست اجراها نشان می‌دهد چه هست.",
  "error.PLAN_UNKNOWN": "این پیش‌نمایش بازگردانی دیگر نگه داشته نمی‌شود.",
  "advice.PLAN_UNKNOWN": "چیزی تغییر نکرد. پیش‌نمایش را دوباره بسازید.",
  "error.UPLOAD_UNKNOWN": "فایل {file} دیگر اینجا نیست.",
  "advice.UPLOAD_UNKNOWN": "آن را دوباره بفرستید یا بسازید.",
  "error.UPLOAD_DIFFERENT": "آنچه از {file} رسید همان نیست که فرستاده شد.",
  "advice.UPLOAD_DIFFERENT": "فایل را دوباره بفرستید؛ آنچه رسیده بود پاک شد.",
  "error.SERVER_RUNNING": "`Fivefold` هم‌اکنون برای {name} کار می‌کند، در {url}.",
  "advice.SERVER_RUNNING": "همان را به کار ببرید، یا نخست آن را ببندید؛ شمارهٔ فرایند آن {pid} است.",
  "error.SERVER_MISSING":
    "کارساز `Fivefold` برای این برنامه کار نمی‌کند{hasPath, select, yes { و راه نیفتاد: دلیلش در {path} است} other {}}.",
  "advice.SERVER_MISSING": "`fivefold serve` آن را راه می‌اندازد.",
  "error.SERVICE_REFUSED": "سرویس تغییر نکرد: {path}: {message}",
  "advice.SERVICE_REFUSED":
    "دستور را با مجوزهای لازم دوباره بدهید؛ برای سرویس سیستم، با کاربر `root`. `fivefold service install --print` نشان می‌دهد چه نوشته می‌شود.",
  "error.LOG_UNWRITABLE": "رویدادنامهٔ {path} نوشته نمی‌شود: {reason}",
  "advice.LOG_UNWRITABLE":
    "با `--log` فایل دیگری نام ببرید، یا آن را کنار بگذارید: آنگاه رویدادنامه در پوشهٔ خود برنامه است.",
  "error.ADDRESS_TAKEN": "کارساز نمی‌تواند در {host}، درگاه {port}، گوش دهد.",
  "advice.ADDRESS_TAKEN":
    "شاید برنامهٔ دیگری این درگاه را به کار می‌برد. با `--port` درگاه دیگری برگزینید؛ `--port 0` هر درگاه آزادی را برمی‌دارد.",
  "error.TLS_NEEDED": "در {host} دیگران به کارساز می‌رسند، و آن گواهی ندارد.",
  "advice.TLS_NEEDED":
    "گواهی و کلید را با `--tls-cert` و `--tls-key` بدهید، یا `--host` را ننویسید: آنگاه تنها همین رایانه به آن می‌رسد.",
  "error.ACCOUNT_UNKNOWN": "حسابی به نام {name} نیست.",
  "advice.ACCOUNT_UNKNOWN": "فهرست حساب‌ها نشان می‌دهد چه هست.",
  "error.ACCOUNT_EXISTS": "حسابی به نام {name} پیش‌تر بوده است.",
  "advice.ACCOUNT_EXISTS": "نام دیگری برگزینید.",
  "error.ACCOUNT_LAST":
    "{what, select, first {نخستین حساب باید از آنِ یک مدیر باشد.} other {{name} آخرین مدیر است، و حساب‌های دیگر به مدیر نیاز دارند.}}",
  "advice.ACCOUNT_LAST":
    "{what, select, first {چیزی تغییر نکرد. نخست یک مدیر بیفزایید.} other {نخست کس دیگری را مدیر کنید.}}",
  "help.serve": "صفحه را نشان می‌دهد: یک کارساز، در آغاز تنها برای همین رایانه",
  "help.service": "کارساز را به‌صورت سرویس این رایانه اجرا می‌کند",
  "help.serviceInstall": "سرویس را می‌نویسد، راه می‌اندازد و با روشن‌شدن رایانه آغاز می‌کند",
  "help.serviceUninstall": "سرویس را برمی‌دارد؛ داده‌ها، نسخه‌های پشتیبان و تنظیمات می‌مانند",
  "help.serviceStart": "کارساز را در پس‌زمینه راه می‌اندازد",
  "help.serviceStop": "کارساز را می‌بندد؛ اجرای در جریان بی‌آسیب متوقف می‌شود",
  "help.serviceStatus": "می‌گوید کارساز کار می‌کند یا نه",
  "option.system": "سرویس سیستم که به `root` نیاز دارد؛ وگرنه سرویس همین کاربر",
  "option.systemUser":
    "همراه `--system`: کاربری که سرویس با او اجرا می‌شود و داده‌های برنامه از آنِ اوست",
  "option.printUnit": "آنچه را که نوشته می‌شد نشان می‌دهد و چیزی را تغییر نمی‌دهد",
  "option.waitRun": "نخست می‌گذارد اجرای در جریان پایان یابد",
  "service.installed": "سرویس کار می‌کند و با رایانه روشن می‌شود: {path}",
  "service.linger": "برای آنکه هنگام نبودن شما هم کار کند: `loginctl enable-linger`",
  "service.uninstalled": "سرویس برداشته شد.",
  "service.absent": "سرویسی راه‌اندازی نشده است.",
  "service.isInstalled": "سرویس راه‌اندازی شده است: {path}",
  "service.running": "کارساز در {url} کار می‌کند (فرایند {pid}).",
  "service.stopped": "کارساز کار نمی‌کند.",
  "service.none":
    "این رایانه `systemd` ندارد. بگذارید ابزار خود آن هنگام روشن‌شدن این را اجرا کند؛ `docs/help/jobs.md` راه آن را می‌گوید:",
  "help.catalog": "آنچه را از اجراها و نسخه‌های پشتیبان به یاد است دوباره می‌خواند",
  "help.catalogRebuild": "آنچه را به یاد است دور می‌ریزد و گزارش‌ها و محل‌ها را دوباره می‌خواند",
  "help.registerFiles": "با دوبار کلیک روی فایل پشتیبان، بازگردانی آن باز می‌شود",
  "help.open": "صفحه را باز می‌کند و اگر کارسازش کار نکند آن را راه می‌اندازد",
  "help.token": "نشانه‌ای می‌سازد که یک برنامه با آن صفحه را برای کاربرش باز می‌کند",
  "option.port": "درگاهی که به آن گوش داده می‌شود؛ 0: هر درگاه آزاد",
  "option.host": "نشانی‌ای که به آن گوش داده می‌شود؛ بی آن، تنها همین رایانه",
  "option.tlsCert": "گواهی کارساز، یک فایل `PEM`",
  "option.log":
    "آنچه کارساز ثبت می‌کند: `error`، `warn`، `info` یا `debug`؛ `off` برای هیچ؛ یا فایل رویدادنامه",
  "option.metrics": "نشانه‌ای می‌سازد که پایشگر با آن تنها `/metrics` را می‌خواند",
  "option.renew": "همراه `--metrics`: نشانهٔ تازه‌ای می‌سازد؛ پیشین دیگر کار نمی‌کند",
  "option.tlsKey": "کلید گواهی، یک فایل `PEM`",
  "option.print": "پیوند را می‌نویسد و چیزی باز نمی‌کند",
  "option.user": "نامی که در فهرستِ چه کسی چه کرد دیده می‌شود",
  "option.role": "`viewer`، `operator` یا `administrator`",
  "option.minutes": "نشانه چند دقیقه کار می‌کند",
  "option.tenants": "تنها این شرکت‌ها، با ویرگول میانشان",
  "argument.open": "`home`، `backup`، `restore` یا یک فایل پشتیبان",
  "serve.ready": "آماده: {url}",
  "serve.noApp": "اینجا برنامه‌ای توصیف نشده است: صفحه کمک می‌کند برنامه‌ای از پشتیبان‌هایش بازگردد.",
  "token.metrics": "پایشگر با این نشانه `/metrics` را می‌خواند؛ جای آن {path} است:",
  "token.made": "نشانه تا {untilAt} کار می‌کند:",

  "error.PASSWORD_UNREADABLE": "فایلی که کلید در آن است خوانده نمی‌شود یا خالی است: {path}",
  "advice.PASSWORD_UNREADABLE": "ببینید مسیر درست است و کلید در سطر نخست آن است یا نه.",
  "error.DESCRIPTION_DOUBTFUL":
    "در توصیف نرم‌افزار{hasLine, select, yes {، سطر {line, number}،} other {}} چیزی جای تردید دارد: {problem}",
  "advice.DESCRIPTION_DOUBTFUL":
    "چیزی از آن خراب نمی‌شود؛ توصیف کامل نسخه‌های پشتیبان بهتری می‌سازد. `fivefold parts --lint` همه را نام می‌برد.",
  "error.CHOICE_EMPTY": "کاری نمی‌ماند: بخشی انتخاب نشده یا هیچ‌یک به کار نمی‌آید.",
  "advice.CHOICE_EMPTY":
    "`fivefold parts` بخش‌های نرم‌افزار را نشان می‌دهد و `fivefold show` بخش‌های یک نسخهٔ پشتیبان را؛ با `--part` یا `--tenant` نامشان را ببرید.",
  "error.SEAT_UNREADABLE": "معلوم نشد این رایانه سرور {app} است یا نه.",
  "advice.SEAT_UNREADABLE":
    "توصیف نرم‌افزار زیر `seat` می‌گوید این چگونه معلوم می‌شود. آن را درست کنید یا از سازنده بپرسید.",
  "error.OBJECT_UNREADABLE": "یکی از فایل‌های نسخه‌های پشتیبان در {place} خوانده نمی‌شود: {key}",
  "advice.OBJECT_UNREADABLE":
    "به کاربری که نسخهٔ پشتیبان می‌گیرد اجازهٔ خواندن بدهید. اگر درایو خراب می‌شود، محل دیگری به کار ببرید.",
  "error.KEY_EXPOSED": "دیگران روی این رایانه می‌توانند فایلی را که کلید در آن است بخوانند: {path}",
  "advice.KEY_EXPOSED": "اجازهٔ خواندن را از همه جز مالک بگیرید (`chmod 600`) و دوباره امتحان کنید.",
  "error.KEY_KEPT": "کلید دیگری از این محل از پیش نگه داشته شده است: {path}",
  "advice.KEY_KEPT":
    "کلیدی که نگه داشته شده هرگز رونویسی نمی‌شود. اگر دیگر لازم نیست فایل را جابه‌جا کنید.",
  "error.JOURNAL_DAMAGED": "یادداشت بازگردانی‌ها آسیب دیده است: {path}",
  "advice.JOURNAL_DAMAGED":
    "چیزی تغییر نکرد. فایل را نگه دارید، ببینید آیا پوشه‌هایی به نام `.fivefold` کنار داده‌های نرم‌افزار هست، و پیش از بازگرداندن کمک بخواهید.",
  "error.JOURNAL_NEWER": "یادداشت بازگردانی‌ها در {path} را نسخهٔ تازه‌تری از برنامه نوشته است.",
  "advice.JOURNAL_NEWER": "تازه‌ترین نسخهٔ برنامه را روی این رایانه نصب کنید.",
  "mistake.unreadable": "فایل خوانده نمی‌شود: {found}",
  "option.keepWithinEach": "مانند `--keep-within`، اما برای هر ساعت، روز، هفته، ماه یا سال یکی",
  "option.keepTag": "همهٔ نسخه‌های دارای این نشان را نگه می‌دارد (چند نشان با ویرگول: همه با هم)",
  "progress.stopping": "در حال توقف …",
  "progress.stoppedAtOnce":
    "بی‌درنگ متوقف شد. آنچه تمام شده بود حفظ شده است؛ فرمان بعدی بقیه را مرتب می‌کند.",
  "backup.parts":
    "{partCount, plural, one {# بخش} other {# بخش}}، {entryCount, plural, one {# فایل یا پوشه} other {# فایل و پوشه}}، {sizeBytes}.",
  "error.VAULT_LOCK_LOST":
    "قفل نسخه‌های پشتیبان در {place} هنگام کار از دست رفت: شاید برنامهٔ دیگری آن را مرده پنداشته است.",
  "advice.VAULT_LOCK_LOST":
    "چیزی از آنچه پیش‌تر ذخیره شده بود از دست نرفته است. ببینید محل پاسخ می‌دهد یا نه، و فرمان را دوباره بدهید.",
  "check.unused":
    "{packCount, plural, one {# فایل} other {# فایل}} در آنجا به هیچ نسخهٔ پشتیبانی تعلق ندارد؛ `fivefold prune` فضا را پس می‌دهد.",
  "check.index":
    "شاید فهرستی از محتوا نباشد یا آسیب دیده باشد: `restic repair index` آن را از خود نسخه‌ها دوباره می‌نویسد. پس از آن بار دیگر بررسی کنید.",
  "problem.USAGE_WRONG.oneTenant": "خروجی دقیقاً یک شرکت دارد: آن را با `--tenant` نام ببرید.",
  "mistake.tooLarge": "فایل بیش از اندازه بزرگ است.",
  "mistake.notUtf8": "فایل متنی به شکل `UTF-8` نیست.",
  "mistake.yaml": "این را نمی‌توان به شکل `YAML` خواند: {found}",
  "mistake.tab": "در جایی که تنها فاصله می‌تواند باشد تب آمده است.",
  "mistake.alias": "{at} از لنگر یا نام مستعار استفاده می‌کند که اینجا ممکن نیست.",
  "mistake.severalDocuments": "سند دومی از اینجا آغاز می‌شود؛ تنها یکی ممکن است.",
  "mistake.empty": "فایل خالی است.",
  "mistake.keyTwice": "یک کلید اینجا دو بار آمده است: {found}",
  "mistake.keyUnknown":
    "{at} شناخته نیست.{hasSuggestion, select, yes { آیا منظور {suggestion} بود؟} other {}} ممکن است: {expected}",
  "mistake.keyMissing": "{hasAt, select, yes {در {at} } other {}}{expected} نیست.",
  "mistake.keysExclusive": "در {at} دقیقاً یکی از اینها باید باشد: {expected}",
  "mistake.keyNeedsOther": "در {at}، {found} تنها همراه با {expected} می‌آید.",
  "mistake.keyLater": "در {at}، {found} برای نسخهٔ بعدی این برنامه است. آنچه هست: {expected}",
  "mistake.typeWrong": "{at} باید {expected} باشد، نه {found}.",
  "mistake.choiceWrong":
    "{found} برای {at} ممکن نیست.{hasSuggestion, select, yes { آیا منظور {suggestion} بود؟} other {}} ممکن است: {expected}",
  "mistake.valueEmpty": "{at} مقداری ندارد.",
  "mistake.listEmpty": "فهرست {at} خالی است.",
  "mistake.numberWrong": "{found} برای {at} ممکن نیست.",
  "mistake.languageWrong": "{found} در {at} زبانی نیست که اینجا شناخته باشد. ممکن است: {expected}",
  "mistake.patternWrong": "الگوی {found} در {at} قابل فهم نیست.",
  "mistake.pathWrong":
    "مسیر {found} در {at} ممکن نیست. مسیر از این فایل آغاز می‌شود و درایو و نویسهٔ کنترلی ندارد.",
  "mistake.extensionWrong":
    "{found} برای {at} ممکن نیست: یک نقطه لازم است و پس از آن حداکثر ۲۴ حرف کوچک لاتین، رقم و -، و نه چیزی که برنامه‌های دیگر به کار می‌برند.{hasSuggestion, select, yes { ممکن: {suggestion}} other {}}",
  "mistake.rangeWrong":
    "{found} در {at} فهمیده نمی‌شود. مقایسه‌هایی با فاصله میانشان لازم است، مانند {expected}.",
  "mistake.recipientWrong":
    "{found} در {at} کلید عمومی قالب `age` نیست: آن `age1` است و ۵۸ حرف و رقم، همان‌طور که `age-keygen` نشان می‌دهد.",
  "mistake.recipientSecret":
    "در {at} یک کلید محرمانه نوشته شده است، و این فایل به دست همهٔ کسانی می‌رسد که برنامه را به کار می‌برند. با `age-keygen` یک جفت تازه بسازید و کلید عمومی آن را اینجا بنویسید، همان که با `age1` آغاز می‌شود.",
  "mistake.idUnsafe": "{found} در {at} نمی‌تواند شناسه باشد: {unsafe}",
  "mistake.idReserved":
    "شناسهٔ {found} در {at} را خود برنامه به کار می‌برد. اینها ممکن نیست: {expected}",
  "mistake.idTwice": "شناسهٔ {found} در {at} همان {other} است.",
  "mistake.idPlaceMissing":
    "{found} در {at} باید {expected} داشته باشد تا هر شرکت از آنِ خود را داشته باشد.",
  "mistake.idPlaceUnexpected":
    "{found} در {at} نشانهٔ شناسهٔ شرکت را دارد که تنها زیر `tenants` ممکن است.",
  "mistake.rootTwice": "{at} و {other} هر دو روی همین داده‌ها هستند: {found}",
  "mistake.rootIsHome":
    "{at} با {found} پوشهٔ خود برنامه {other} را در بر دارد؛ با `--home` پوشهٔ دیگری برگزینید.",
  "mistake.databaseMissing": "پایگاه دادهٔ {at} سر جایش نیست: {found}",
  "mistake.databaseIsFolder": "پایگاه دادهٔ {at} یک فایل نیست: {found}",
  "mistake.queryWithoutId": "پرس‌وجوی {at} ستون `id` را نمی‌دهد، تنها {found}. ممکن است: {expected}",
  "mistake.registerWrong":
    "{found} در {at} باید تنها یک دستور باشد که سطری می‌نویسد (`INSERT`، `REPLACE`، `UPDATE`)، با پارامتر `:id`، در صورت نیاز `:title`، و نه هیچ پارامتر دیگری.",
  "mistake.credentialsContradict": "`credentials: none` کنار بخشی از نوع `credentials` آمده است.",
  "doubt.credentialsUndeclared": "نمی‌گوید نرم‌افزار گذرواژه‌ها و کلیدهای خود را کجا نگه می‌دارد.",
  "doubt.tenantsWithoutDatabase": "هیچ بخشی از شرکت‌ها پایگاه داده نیست.",
  "doubt.tenantsEmpty": "شرکتی پیدا نشد.",
  "doubt.tenantWordMissing": "واژهٔ خود نرم‌افزار برای شرکت نیامده است (`tenants.word`).",
  "doubt.loginNotPart": "پایگاه داده‌ای که فهرست شرکت‌ها در آن است بخشی از نرم‌افزار نیست: {found}",
  "doubt.rootMissing": "داده‌های {at} سر جایش نیست: {found}",
  "doubt.excludeUnmatched": "الگوی {found} در {at} چیزی را مستثنا نمی‌کند.",
  "doubt.databaseInFiles":
    "{found} در {at} پایگاه داده است و باید بخشی جدا باشد؛ اگر هنگام استفاده مانند فایل ساده کپی شود شاید دیگر باز نشود.",
  "doubt.homeInside": "پوشهٔ خود برنامه درون {at} است: {found}",
  "doubt.titleMissing": "{at} تنها در برخی زبان‌ها عنوان دارد؛ این نیست: {expected}",
  "doubt.titleNeeded": "{at} به عنوان نیاز دارد، چون بخش دیگری همین نوع را دارد.",
  "doubt.versionMissing": "نسخهٔ نرم‌افزار نیامده است (`app.version`).",
  "doubt.versionUnreadable": "نسخهٔ نرم‌افزار معلوم نشد: {found}",
  "doubt.seatUnreadable": "معلوم نشد این رایانه سرور است یا ایستگاه کاری: {found}",
  "unsafe.empty": "خالی است.",
  "unsafe.dots": "این نام در هر سیستمی به معنای یک پوشه است.",
  "unsafe.separator": "خط کج ممکن نیست.",
  "unsafe.control": "نویسه‌های ناپیدا دارد.",
  "unsafe.character": "نویسه‌ای دارد که ویندوز در نام‌ها نمی‌پذیرد.",
  "unsafe.device": "ویندوز این نام را برای یک دستگاه نگه داشته است.",
  "unsafe.ending": "با نقطه یا فاصله تمام می‌شود.",
  "unsafe.long": "بیش از اندازه دراز است.",
  "unsafe.type": "نه متن است و نه عدد صحیح.",
  "unsafe.twice": "شرکت دیگری همین را دارد.",
  "type.text": "متن",
  "type.list": "فهرست",
  "type.mapping": "مجموعه‌ای از کلیدها",
  "problem.USAGE_WRONG.unknownOption":
    "گزینه‌ای به نام {value} وجود ندارد.{hasSuggestion, select, yes { آیا منظور {suggestion} بود؟} other {}}",
  "problem.USAGE_WRONG.unknownCommand":
    "فرمانی به نام {value} وجود ندارد.{hasSuggestion, select, yes { آیا منظور {suggestion} بود؟} other {}}",
  "problem.USAGE_WRONG.argumentMissing": "چیزی کم است: {value}",
  "problem.USAGE_WRONG.valueMissing": "گزینهٔ {value} به یک مقدار نیاز دارد.",
  "problem.USAGE_WRONG.argumentsExcess": "یک واژه زیادی است.",
  "problem.USAGE_WRONG.needsParcel":
    "{option} فقط برای فایل‌های پشتیبان است: `--as parcel` را هم بنویسید.",
  "problem.USAGE_WRONG.valueWrong": "{value} برای {option} ممکن نیست.",
  "problem.USAGE_WRONG.pathPart":
    "معلوم نیست {value} در کدام بخش است. یکی را با `--part` نام ببرید: {parts}",
  "problem.USAGE_WRONG.pathsForRestore":
    "فایل‌های تکی را تنها می‌توان بازگرداند؛ کارهای دیگر بخش‌ها را یک‌جا می‌گیرند.",
  "problem.USAGE_WRONG.conflict": "{option} و {other} با هم به کار نمی‌روند.",
  "problem.USAGE_WRONG.importTenant":
    "تنها فایلی را می‌توان وارد کرد که دقیقاً یک شرکت دارد. `fivefold restore` با `--tenant` یکی از چند شرکت را برمی‌گرداند.",
  "problem.USAGE_WRONG.noteNeedsAway":
    "`--note` می‌گوید چرا شرکتی بیرون است: به `--away` نیاز دارد.",
  "problem.USAGE_WRONG.keepMissing":
    "گفته نشده چند نسخهٔ پشتیبان بماند. `--keep-last`، `--keep-daily` و مانند آن را به کار ببرید.",
  "problem.USAGE_WRONG.dumpNeedsTarget":
    "با `--json` نمی‌توان محتوا را هم نمایش داد. با `--target` فایلی نام ببرید.",
  "keeping.emptied": "برنامه اکنون خالی است.",
  "keeping.shrank": "برنامه کمتر از نصف پیش است: {nowBytes} به جای {thenBytes}.",
  "keeping.tenantsLost": "شرکت‌هایی دیگر نیستند: {tenants}",
  "keeping.incompressible": "آنچه عوض شده دیگر تقریباً فشرده نمی‌شود، گویی کسی آن را رمز کرده است.",
  "problem.USAGE_WRONG.placeTaken": "محل ذخیره‌ای با نام {value} از پیش هست.",
  "problem.USAGE_WRONG.placeName":
    "{value} نمی‌تواند نام یک محل باشد: حروف، رقم‌ها، - و _ را بدون خط کج به کار ببرید.",

  "kind.database": "پایگاه داده",
  "kind.files": "فایل‌ها",
  "kind.settings": "تنظیمات",
  "kind.credentials": "گذرواژه‌ها و کلیدها",
  "kind.workspace": "فضاهای کاری",
  "scope.full": "همه",
  "scope.partial": "شرکت‌های انتخابی",
  "scope.tenant": "یک شرکت",
  "scope.parts": "بخش‌های انتخابی",
  "reason.manual": "دستی",
  "reason.scheduled": "طبق برنامهٔ زمانی",
  "reason.safety": "پیش از بازگردانی",
  "reason.export": "خروجی",
  "left.part": "بخش",
  "left.tenant": "شرکت",
  "left.path": "فایل‌ها",
  "left.attributes": "ویژگی‌های گسترده",
  "leftReason.excluded": "توصیف نرم‌افزار آن را مستثنا کرده است",
  "leftReason.notChosen": "انتخاب نشده",
  "leftReason.offline": "به گفتهٔ نرم‌افزار فعلاً در دسترس نیست",
  "leftReason.loginPart": "همان‌گونه که هست می‌ماند؛ برای بازگرداندن آن با `--part` نامش را ببرید",
  "leftReason.exportLogin": "از آنِ همهٔ شرکت‌هاست و هرگز در برون‌برد یک شرکت نمی‌آید",
  "leftReason.unsupported": "روی این رایانه ممکن نیست",
  "leftReason.noPart": "جزو هیچ بخشی از نرم‌افزار نیست",
  "stage.colon": ":",
  "stage.wait": "در انتظار پایان اجرای دیگر",
  "stage.open": "باز کردن",
  "stage.read": "نگاه به داده‌ها",
  "stage.store": "ذخیره کردن",
  "stage.index": "به پایان رساندن",
  "stage.check": "بررسی",
  "stage.compare": "مقایسه",
  "stage.stage": "آماده کردن",
  "stage.validate": "آزمودن آنچه آماده شد",
  "stage.safety": "ذخیرهٔ وضعیت کنونی",
  "stage.beforeBackup": "پیش از نسخه‌برداری",
  "stage.afterBackup": "پس از نسخه‌برداری",
  "stage.stop": "متوقف کردن نرم‌افزار",
  "stage.migrate": "رساندن داده‌ها به این نسخه",
  "stage.start": "روشن کردن نرم‌افزار",
  "stage.probe": "بررسی کار کردن نرم‌افزار",
  "stage.swap": "جایگزین کردن",
  "stage.unswap": "برگرداندن وضعیت پیشین",
  "stage.clear": "مرتب کردن",
  "stage.forget": "برداشتن از فهرست",
  "stage.prune": "باز کردن فضا",
  "progress.left": "{leftMs} مانده",
  "progress.rate": "{rateBytes} در ثانیه",
  "progress.ofTotal": "{doneBytes} از {totalBytes}",

  "result.elapsed": "{elapsedMs} طول کشید.",
  "result.notIncluded": "در آن نیست:",
  "result.leftOut": "{what} {left}{hasPart, select, yes { ({part})} other {}}: {why}",
  "result.findings": "{findingCount, plural, one {# نکته دیده شد:} other {# نکته دیده شد:}}",
  "result.more": "… و {moreCount, plural, one {# مورد دیگر} other {# مورد دیگر}}.",
  "result.record": "همهٔ آن در {path} است.",
  "outcome.done": "انجام شد",
  "outcome.incomplete": "ناقص",
  "outcome.turnedBack": "برگردانده شد؛ داده‌ها همان‌گونه‌اند که بودند",
  "outcome.failed": "ناموفق",
  "outcome.cancelled": "متوقف شد",
  "report.backup": "پشتیبان‌گیری از {name}",
  "report.copy": "رونوشت یک نسخهٔ پشتیبان {name}",
  "report.restore": "بازگردانی {name}",
  "report.undo": "برگشت به وضعیت قبل از بازگردانی {name}",
  "report.close": "پایان یک بازگردانی {name}",
  "report.settle": "بازگردانی نیمه‌کارهٔ {name}",
  "report.check": "بررسی نسخه‌های پشتیبان {name}",
  "report.forget": "حذف نسخه‌های پشتیبان قدیمی {name}",
  "report.prune": "باز کردن فضا در نسخه‌های پشتیبان {name}",
  "report.run": "اجرای {run}، آغاز {startedAt}، مدت {elapsedMs}",
  "report.outcome": "نتیجه: {outcome}",
  "report.from": "از نسخهٔ پشتیبان {snapshot} در {takenAt} در {place}.",
  "report.made": "نسخهٔ پشتیبان {snapshot} در {takenAt} در {place}.",
  "report.place": "بررسی شد: {place}",
  "report.target": "در {path} نوشته شد؛ چیزی جایگزین نشد.",
  "report.back": "آنچه بازگشت:",
  "report.saved": "آنچه ذخیره شد:",
  "report.part":
    "{part} ({title}): {sizeBytes}{hasRowCount, select, yes {، {rowCount, plural, other {# سطر}}} other {، {entryCount, plural, other {# مورد}}}}",
  "report.checked":
    "پیش از جایگزینی، هر بایت با آنچه نسخهٔ پشتیبان می‌گوید مقایسه شد، هر پایگاه داده به‌طور کامل آزمایش شد و سطرهایش شمرده شد.",
  "report.checkedBytes": "هر بایت با آنچه نسخهٔ پشتیبان می‌گوید مقایسه شد.",
  "report.safety": "وضعیت پیش از آن در نسخهٔ پشتیبان {snapshot} در {place} است.",
  "report.since": "آنچه پس از بازگردانی انجام شده بود در نسخهٔ پشتیبان {snapshot} در {place} است.",
  "report.at": "گزارش آن در {path} است.",

  "column.id": "شناسه",
  "column.title": "عنوان",
  "column.tenant": "شرکت",
  "column.size": "اندازه",
  "column.modified": "تغییر",
  "column.entries": "موارد",
  "column.rows": "ردیف‌ها",
  "column.takenAt": "زمان",
  "column.scope": "شامل",
  "column.reason": "سبب",
  "column.state": "وضعیت",
  "column.name": "نام",
  "column.address": "کجا",
  "column.host": "رایانه",
  "column.user": "کاربر",
  "column.tags": "نشان‌ها",
  "column.paths": "پوشه‌ها",
  "state.complete": "کامل",
  "state.incomplete": "ناقص",
  "state.current": "اکنون در کار",
  "state.default": "پیش‌فرض",

  "init.done": "نسخه‌های پشتیبان {name} در {place} نگه داشته می‌شود.",
  "init.keyMade":
    "این کلید آنها را باز می‌کند. بدون آن هیچ‌کس، حتی سازندگان این برنامه، نمی‌تواند نسخه‌های پشتیبان را بخواند.",
  "init.keyKept": "رونوشتی از کلید در {path} است که تنها شما می‌توانید آن را بخوانید.",
  "init.keyGiven": "گذرواژه‌ای که دادید آنها را باز می‌کند. ذخیره نشده است؛ خوب نگهش دارید.",
  "init.keyRemembered":
    "گذرواژه‌ای که دادید آنها را باز می‌کند. رونوشتی از آن در {path} است که تنها شما می‌توانید آن را بخوانید.",
  "init.print":
    "این برگه را همین حالا چاپ کنید یا کلید را یادداشت کنید، و دور از این رایانه نگهش دارید.",
  "escrow.none":
    "توصیف {app} کسی را نام نمی‌برد که بتواند کلیدی نگه دارد. نسخه‌های پشتیبان را تنها خود شما باز می‌کنید.",
  "escrow.what":
    "اگر برگهٔ اضطراری را گم کنید، آن‌گاه {name} می‌تواند نسخه‌های پشتیبان را برای شما باز کند. بدون آن هیچ‌کس نمی‌تواند. {name} با این کلید و نسخه‌های پشتیبان شما می‌تواند همهٔ محتوای آن‌ها را بخواند. چیزی فرستاده نمی‌شود: یک فایل قفل‌شده کنار نسخه‌های پشتیبان گذاشته می‌شود و تنها {name} می‌تواند آن را باز کند.",
  "escrow.ask": "آیا {name} اجازه دارد کلیدی برای خود نگه دارد؟",
  "escrow.open":
    "اگر اجازه دهید، {name} کلیدی برای خود نگه می‌دارد. هنوز کسی پاسخ نداده است و کلیدی هم نیست.",
  "escrow.changed":
    "{name} کلید تازه‌ای دارد. کلید پیشین تا پاسخ شما می‌ماند؛ پاسخ «نه» آن را پس می‌گیرد.",
  "escrow.allowed": "{name} کلیدی برای خود دارد. اجازه: {answeredAt}، {holder}.",
  "escrow.refused": "{name} کلیدی ندارد. پاسخ: {answeredAt}، {holder}.",
  "escrow.ended": "توصیف دیگر کسی را نام نمی‌برد، و {name} هنوز کلیدی از پیش دارد.",
  "escrow.how":
    "`fivefold key escrow allow` یعنی بله؛ `fivefold key escrow withdraw` یعنی نه، و کلید را پس می‌گیرد.",
  "escrow.stillThere":
    "به {name} اجازهٔ کلید داده نشد ({answeredAt}، {holder})، و هر جا که هنوز پس گرفته نشده است کلید هست.",
  "escrow.renewed":
    "این رایانه نسخه‌های پشتیبان {place} را با همین کلید باز می‌کرد. اکنون کلید تازه‌ای دارند و تنها برگهٔ اضطراری تازه آن‌ها را باز می‌کند: `fivefold key show` آن را نشان می‌دهد.",
  "escrow.copies":
    "کسی که رونوشتی از آن فایل و از نسخه‌های پشتیبان پیشین نگه داشته باشد، هنوز می‌تواند آن رونوشت را باز کند.",
  "escrow.toSend":
    "`fivefold key escrow save FILE` فایلی برای {name} می‌نویسد که می‌تواند با ایمیل برود.",
  "escrow.saved": "{path} نوشته شد. تنها {name} می‌تواند آن را باز کند؛ می‌تواند با ایمیل برود.",
  "escrow.notYet":
    "هنوز کلیدی برای {name} نیست: با پاسخ «بله» و نخستین پشتیبان‌گیری پس از آن ساخته می‌شود.",
  "escrow.opened": "کلیدی از نسخه‌های پشتیبان {app}، ساخته‌شده برای {name}: {madeAt}.",
  "escrow.key": "کلید نسخه‌های پشتیبان: {key}",
  "escrow.wasIn": "آن‌ها در {path} بودند.",
  "escrow.keyFile": "کلید در {path} است. وقتی نسخه‌های پشتیبان در دسترس باشند: {command}",
  "escrowPlace.laid": "کلید را دارد",
  "escrowPlace.waits": "با پشتیبان‌گیری بعدی آن را می‌گیرد",
  "escrowPlace.left": "هنوز آن را دارد، تا پشتیبان‌گیری بعدی",
  "sheet.title": "برگهٔ اضطراری: نسخه‌های پشتیبان {name}",
  "sheet.key": "کلید",
  "sheet.place": "محل ذخیره",
  "sheet.made": "تاریخ",
  "sheet.restore": "بازگرداندن همه چیز",
  "sheet.restic": "بدون این برنامه، با برنامهٔ `restic`",
  "sheet.saved":
    "برگهٔ اضطراری ذخیره شد: {path}. آن را از این رایانه دور نگه دارید: هر کس این فایل را داشته باشد نسخه‌های پشتیبان را باز می‌کند.",
  "sheet.sameDevice": "روی همان دیسک داده‌هاست: اگر آن دیسک خراب شود کمکی نمی‌کند.",
  "parts.none": "توصیف نرم‌افزار هیچ بخشی را نام نمی‌برد.",
  "parts.clean": "توصیف نرم‌افزار کامل است: چیزی کم نیست.",
  "parts.heading": "{name}{hasVersion, select, yes { {version}} other {}} در {path}:",
  "parts.of": "{word}: {tenantTitle}",
  "backup.done": "نسخهٔ پشتیبان {snapshot} از {name} کامل است.",
  "backup.incomplete": "نسخهٔ پشتیبان {snapshot} از {name} ناقص است.",
  "list.none": "هنوز نسخهٔ پشتیبانی در {place} نیست.",
  "list.holds": "{tenants}{moreCount, plural, =0 {} one { و # شرکت دیگر} other { و # شرکت دیگر}}",
  "show.heading": "نسخهٔ پشتیبان {snapshot} از {name} {version}",
  "show.taken": "زمان {takenAt}: {scope}، {reason}، {state}.",
  "show.nothing": "چیزی در آن نیست.",
  "check.clean": "در {place} اشتباهی پیدا نشد.",
  "check.read": "همهٔ بایت‌ها خوانده و مقایسه شدند.",
  "check.notRead":
    "ساختار بررسی شد؛ `fivefold check --read-data` همهٔ بایت‌ها را هم می‌خواند و مقایسه می‌کند.",
  "check.bad": "در {place} اشتباه‌هایی پیدا شد.",
  "restore.plan":
    "بازگرداندن نسخهٔ پشتیبان {snapshot} از {takenAt} این‌ها را در {name} ({path}) جایگزین می‌کند:",
  "restore.paths": "از {part} تنها این‌ها جایگزین می‌شوند: {paths}",
  "restore.folders":
    "یک پوشه یک‌جا جایگزین می‌شود؛ آنچه پس از نسخهٔ پشتیبان در آن ساخته شده کنار گذاشته می‌شود و `fivefold undo` آن را بازمی‌گرداند.",
  "restore.room": "به {neededBytes} نیاز است، {freeBytes} در {path} آزاد است.",
  "restore.safetyRoom":
    "رونوشت وضعیت پیش از آن حداکثر {neededBytes} جا می‌گیرد؛ {freeBytes} در {path} آزاد است.",
  "restore.safetyShort":
    "رونوشت وضعیت پیش از آن شاید جا نشود: تا {neededBytes}، و {freeBytes} در {path} آزاد است. بازگردانی با این همه انجام می‌شود؛ فایل‌های قدیمی تا بستن آن کنار فایل‌های تازه می‌مانند.",
  "restore.safetyAway": "محل ذخیرهٔ رونوشت وضعیت پیش از آن اکنون در دسترس نیست.",
  "restore.open": "اکنون باز است: {parts} ({holder}). برای بازگردانی باید نرم‌افزار بسته باشد.",
  "restore.openStops":
    "اکنون باز است: {parts} ({holder}). نرم‌افزار برای بازگردانی متوقف و دوباره آغاز می‌شود.",
  "restore.versionFits":
    "با نسخهٔ {backup} نرم‌افزار ساخته شده است؛ اینجا نسخهٔ {live} است. نرم‌افزار آن را می‌پذیرد.",
  "restore.versionMigrates":
    "با نسخهٔ {backup} نرم‌افزار ساخته شده است؛ اینجا نسخهٔ {live} است. داده‌های آن پس از جایگزینی به‌روز می‌شوند.",
  "restore.versionUnknown":
    "با نسخهٔ {backup} نرم‌افزار ساخته شده است؛ اینجا نسخهٔ {live} است. نمی‌توان گفت که نرم‌افزار آن را می‌پذیرد.",
  "restore.hint": "`--preview` فایل‌ها، جدول‌ها و تازه‌ترین رکوردها را هم نام می‌برد.",
  "column.lastGood": "آخرین نسخهٔ سالم",
  "column.next": "نوبت بعدی",
  "state.paused": "متوقف",
  "state.late": "عقب‌افتاده",
  "state.failed": "بار آخر ناموفق",
  "state.owing": "رونوشت‌ها مانده است",
  "state.new": "تازه",
  "state.well": "درست",
  "column.change": "تغییرات",
  "column.table": "جدول",
  "column.rowsNow": "ردیف‌های کنونی",
  "column.rowsThen": "در نسخهٔ پشتیبان",
  "column.rowsBefore": "ردیف‌ها پیش از آن",
  "column.rowsAfter": "ردیف‌ها پس از آن",
  "change.same": "هیچ",
  "change.maybe": "شاید",
  "change.files":
    "{addedCount, plural, =0 {} other {+# }}{changedCount, plural, =0 {} other {~# }}{removedCount, plural, =0 {} other {−# }}فایل",
  "change.rows": "{rowCount, plural, other {#}} ردیف، سپس {thenCount, plural, other {#}}",
  "change.missing": "اکنون نیست",
  "change.broken": "اکنون آسیب‌دیده",
  "change.unread": "اکنون خوانده نمی‌شود",
  "preview.heading":
    "بازگرداندن نسخهٔ پشتیبان {snapshot} از {takenAt} این‌ها را در {name} ({path}) تغییر می‌دهد:",
  "preview.nothing":
    "بازگرداندن نسخهٔ پشتیبان {snapshot} از {takenAt} چیزی را در {name} ({path}) تغییر نمی‌دهد.",
  "preview.same": "همانند نسخهٔ پشتیبان: {parts}",
  "preview.maybe": "شمار ردیف‌ها همانند نسخهٔ پشتیبان است؛ محتوای آن‌ها شاید فرق کند.",
  "preview.added":
    "{fileCount, plural, one {# فایل برمی‌گردد} other {# فایل برمی‌گردند}} ({sizeBytes}):",
  "preview.changed":
    "{fileCount, plural, one {# فایل مانند پیش می‌شود} other {# فایل مانند پیش می‌شوند}} ({sizeBytes}):",
  "preview.removed":
    "{fileCount, plural, one {# فایل می‌رود، چون در نسخهٔ پشتیبان نیست} other {# فایل می‌روند، چون در نسخهٔ پشتیبان نیستند}} ({sizeBytes}):",
  "preview.newest":
    "{title} {records}: {recordCount, plural, one {# مورد} other {# مورد}} پس از این نسخهٔ پشتیبان ساخته شده است.",
  "preview.returning":
    "{title} {records}: {recordCount, plural, one {# مورد برمی‌گردد} other {# مورد برمی‌گردند}}.",
  "preview.records": "رکوردها",
  "preview.range": "{first} تا {last}",
  "preview.moreTables": "… و {tableCount, plural, one {# جدول دیگر} other {# جدول دیگر}}.",
  "diff.heading":
    "از نسخهٔ پشتیبان {snapshot} در {takenAt} تا {id} در {untilAt} این‌ها در {name} تغییر کرد:",
  "diff.nothing":
    "از نسخهٔ پشتیبان {snapshot} در {takenAt} تا {id} در {untilAt} چیزی در {name} تغییر نکرد.",
  "diff.same": "بدون تغییر: {parts}",
  "diff.added": "{fileCount, plural, one {# فایل تازه} other {# فایل تازه}} ({sizeBytes}):",
  "diff.changed":
    "{fileCount, plural, one {# فایل تغییریافته} other {# فایل تغییریافته}} ({sizeBytes}):",
  "diff.removed":
    "{fileCount, plural, one {# فایل دیگر نیست} other {# فایل دیگر نیست}} ({sizeBytes}):",
  "diff.new": "در نسخهٔ پشتیبان بعدی تازه است، {sizeBytes}.",
  "diff.gone": "در نسخهٔ پشتیبان بعدی نیست؛ حجم آن {sizeBytes} بود.",
  "diff.maybe": "به همان تعداد ردیف؛ آنچه در آن‌هاست شاید فرق داشته باشد.",
  "preview.untouched": "در نسخهٔ پشتیبان نیستند و همان‌گونه می‌مانند: {tenants}",
  "preview.unregistered": "نرم‌افزار اکنون نمی‌شناسد: {tenants}",
  "restore.undoable":
    "نخست وضعیت کنونی ذخیره می‌شود؛ تا {dayCount, plural, one {# روز} other {# روز}} فرمان `fivefold undo` به آن برمی‌گردد.",
  "restore.endsUndo":
    "با پایان این بازگردانی، بازگردانی پیشین در {doneAt} (به وضعیت {takenAt}) را دیگر نمی‌توان پس گرفت.",
  "restore.enrols":
    "نرم‌افزار {tenants} را نمی‌شناسد؛ در فهرست شرکت‌های آن نیز ثبت می‌{tenantCount, plural, one {شود} other {شوند}}.",
  "restore.ask": "جایگزین شود؟",
  "restore.declined": "کاری انجام نشد.",
  "undo.ask": "به وضعیت پیش از بازگردانی برگردیم؟",
  "close.ask": "بازگردانی برای همیشه بماند و وضعیت پیشین حذف شود؟",
  "close.askLoss":
    "بخش‌هایی که وضعیت پیشینشان از دست رفته است همان‌گونه بمانند و بازگردانی پایان یابد؟",
  "restore.done": "{name} به وضعیت {takenAt} برگشت.",
  "restore.doneChosen": "در {name} به وضعیت {takenAt} برگشت: {what}. بقیه دست‌نخورده ماند.",
  "restore.enrolled":
    "نرم‌افزار {tenants} را نمی‌شناخت؛ اکنون در فهرست شرکت‌های آن {tenantCount, plural, one {است} other {هستند}}.",
  "import.done": "{tenantTitle} به وضعیت {takenAt} در {name} است. بقیه دست‌نخورده ماند.",
  "import.inside":
    "هرجا داده‌های خودش شناسهٔ پیشین را نام می‌برد همچنان همان است؛ سازندهٔ نرم‌افزار می‌داند آیا مهم است.",
  "restore.incomplete": "اما همه چیز با همهٔ جزئیات برنگشت.",
  "restore.safetyDegraded": "تنها رونوشت وضعیت پیش از آن کامل نگه داشته نشد.",
  "away.begun":
    "{tenantTitle} از اکنون بیرون است. داده‌هایش اینجا و در هر نسخهٔ پشتیبان می‌ماند؛ تا `fivefold import` آن را بازنیاورده با آن کار نکنید.",
  "away.notBegun": "چون فایل کامل نیست، شرکت بیرون به شمار نمی‌آید.",
  "away.since":
    "{tenantTitle} ({tenant}) از {awayAt} بیرون است{hasNote, select, yes {: {note}} other {.}}",
  "away.ended": "{tenantTitle} دیگر بیرون نیست.",
  "away.none": "هیچ شرکتی بیرون نیست.",
  "restore.undo":
    "تا {untilAt}، `fivefold undo` به وضعیت قبل از بازگردانی برمی‌گردد و `fivefold close` بازگردانی را برای همیشه نگه می‌دارد.",
  "undo.until": "از بازگردانی {doneAt} (به وضعیت {takenAt}) تا {untilAt} می‌توان برگشت.",
  "undo.takes": "آنچه برای آن نگه داشته شده {sizeBytes} در {path} جا گرفته است.",
  "restore.ready":
    "همه چیز آماده است. بار دیگر که {name} روشن شود جایگزین می‌شود؛ `fivefold undo` از آن چشم می‌پوشد.",
  "restore.waits":
    "یک بازگردانی {name} به وضعیت {takenAt} آماده است و هنوز انجام نشده: بار دیگر که {name} روشن شود جایگزین می‌شود، و `fivefold undo` از آن چشم می‌پوشد.",
  "restore.startAgain": "{name} را دوباره روشن کنید.",
  "restore.target": "نسخهٔ پشتیبان {snapshot} در {path} نوشته شد.",
  "recover.found": "نسخه‌های پشتیبان {app} در {place}:",
  "recover.noneWhole":
    "هیچ نسخهٔ پشتیبانی در اینجا هم کامل نیست و هم همه چیز را ندارد. بهترین نسخهٔ موجود: {snapshot} از {takenAt} ({what})",
  "recover.plan":
    "نسخهٔ پشتیبان {snapshot} از {takenAt} این‌ها را از {name} به {path} می‌آورد، که هنوز چیزی در آن نیست:",
  "recover.ask": "به آنجا آورده شود؟",
  "recover.keepsDescription": "توصیف نرم‌افزار از پیش هست و همان‌گونه می‌ماند: {path}",
  "recover.keepsSettings": "تنظیمات از پیش هست و همان‌گونه می‌ماند: {path}",
  "recover.noSettings":
    "تنظیمات درون نسخهٔ پشتیبان روی این رایانه به کار نمی‌آید؛ تنظیمات معمول برقرار است.",
  "recover.outside": "این‌ها بیرون از آن پوشه‌اند، در جایی که توصیف نرم‌افزار می‌گوید: {path}",
  "recover.commands":
    "توصیف نرم‌افزار از فرمان‌هایی نام می‌برد. اکنون اجرا نمی‌شوند، اما با نسخهٔ پشتیبان بعدی اجرا خواهند شد: {what}",
  "recover.done": "{name} در {path} است، به وضعیت {takenAt}.",
  "recover.donePart": "بخشی از {name} در {path} است، به وضعیت {takenAt}.",
  "recover.lacks": "این نسخهٔ پشتیبان همهٔ نرم‌افزار را ندارد. آنچه نیست: {part}",
  "recover.absentPlaces":
    "این محل‌های ذخیره روی این رایانه نیستند: {place}. آنها را وصل کنید، یا با `fivefold place` تغییرشان دهید.",
  "recover.keyNotKept":
    "کلید روی این رایانه نگه داشته نشده است: برگهٔ اضطراری را نگه دارید، نسخهٔ پشتیبان بعدی آن را می‌پرسد. `--remember` رونوشتی نگه می‌دارد.",
  "recover.offeredPlace":
    "نسخه‌های پشتیبان در {path} هستند. `fivefold place add` آن را یک محل ذخیرهٔ این برنامه می‌کند تا نسخه‌های تازه هم آنجا بروند.",
  "recover.newKey":
    "`fivefold init` روی این رایانه محلی برای نسخه‌های پشتیبان بعدی آماده می‌کند و کلیدش را می‌سازد.",
  "undo.done": "{name} همان‌گونه است که پیش از بازگردانی بود.",
  "undo.safety": "آنچه پس از بازگردانی انجام شده بود در نسخهٔ پشتیبان {snapshot} است.",
  "close.done": "بازگردانی برای همیشه نگه داشته شد؛ وضعیت پیشین حذف شد.",
  "close.freed": "با این کار {freedBytes} در {path} آزاد شد.",
  "close.lost":
    "بازگردانی پایان یافت. همهٔ بخش‌ها جز آنهایی که اینجا نام برده شده‌اند همان‌گونه‌اند که پیش از آن بودند.",
  "settle.back": "یک بازگردانی نیمه‌کاره پیدا شد. {name} همان‌گونه است که پیش از آن بود.",
  "settle.closing": "در انتظار بسته‌شدن {name}.",
  "settle.starts": "{name} اکنون اجرا می‌شود.",
  "settle.window": "می‌توانید این پنجره را ببندید.",
  "register.done": "اکنون دوبار کلیک روی فایلی با پسوند {extension} بازگردانی آن را باز می‌کند.",
  "register.removed": "فایل‌هایی با پسوند {extension} دیگر با این برنامه باز نمی‌شوند.",
  "register.none": "در توصیف، پسوند ویژه‌ای (`parcel`) نیامده است، و فایل‌های زیپ از آنِ همه‌اند.",
  "register.unsupported": "ثبت فایل‌ها در لینوکس و ویندوز ممکن است.",
  "settle.none": "چیزی برای سامان دادن نیست.",
  "settle.starting": "اجرای دیگری همین حالا {name} را روشن می‌کند؛ چیزی برای سامان دادن نیست.",
  "parcel.written": "نسخهٔ پشتیبان در {path} نوشته شد ({sizeBytes}).",
  "parcel.replaced": "جای نسخهٔ {replacedAt} را گرفت که دیگر نیست.",
  "parcel.beside": "ناقص است. نسخهٔ کامل نگه داشته شد و کنار آن است: {path}",
  "parcel.passwordMade":
    "این گذرواژه آن را باز می‌کند. تنها اکنون نشان داده می‌شود و جایی نگه داشته نمی‌شود؛ بدون آن هیچ‌کس نمی‌تواند فایل را بخواند.",
  "parcel.passwordTyped":
    "برنامه‌های دیگر آن را درست همان‌گونه که نوشته شده با خط‌های میان آن می‌خواهند؛ این برنامه بدون آنها هم می‌پذیرد.",
  "parcel.passwordGiven": "گذرواژه‌ای که دادید آن را باز می‌کند. ذخیره نشد؛ آن را خوب نگه دارید.",
  "parcel.passwordOfInstallation":
    "با کلید فایل‌های پشتیبان این نصب قفل شده است: اینجا چیزی پرسیده نمی‌شود، جای دیگر برگهٔ اضطراری لازم است.",
  "parcel.namesShown":
    "بدون گذرواژه هیچ‌کس محتوا را نمی‌خواند، اما همه نام فایل‌ها را می‌خوانند؛ `--hide-names` آنها را هم پنهان می‌کند.",
  "parcel.credentialsInner":
    "گذرواژه‌ها و کلیدهای درون آن قفل هستند: اینجا چیزی پرسیده نمی‌شود، روی رایانهٔ دیگر برگهٔ اضطراری لازم است.",
  "parcel.credentialsLeftOut":
    "گذرواژه‌ها و کلیدها در این فایل نیستند؛ روی رایانهٔ دیگر باید دوباره وارد شوند.",
  "parcel.credentialsIncluded":
    "گذرواژه‌ها و کلیدها هم در این فایل هستند: هر کس فایل و گذرواژهٔ آن را دارد آنها را هم دارد.",
  "sheet.parcelKey": "کلید فایل‌های پشتیبان: {key}",
  "forget.none": "لازم نیست نسخه‌ای حذف شود.",
  "forget.keep": "می‌ماند:",
  "forget.remove": "حذف می‌شود:",
  "forget.plan":
    "{keptCount, plural, one {# نسخه می‌ماند} other {# نسخه می‌ماند}}، {removedCount, plural, one {# نسخه حذف می‌شود} other {# نسخه حذف می‌شود}}.",
  "forget.doneFiles": "{removedCount, plural, one {# نسخهٔ پشتیبان} other {# نسخهٔ پشتیبان}} حذف شد.",
  "forget.done":
    "{removedCount, plural, one {# نسخهٔ پشتیبان} other {# نسخهٔ پشتیبان}} از فهرست برداشته شد. `fivefold prune` فضا را پس می‌دهد.",
  dryRun: "چیزی تغییر نکرد.",
  "prune.plan":
    "{freedBytes} را می‌توان پس داد: {removedCount, plural, one {# فایل حذف می‌شود} other {# فایل حذف می‌شود}}، {rewrittenCount, plural, one {# فایل از نو نوشته می‌شود} other {# فایل از نو نوشته می‌شود}}.",
  "prune.none": "فضایی برای پس دادن نیست.",
  "prune.done": "{freedBytes} پس داده شد.",
  "key.made": "کلید تازه:",
  "key.added": "کلید {id} اضافه شد.",
  "key.removed": "کلید {id} حذف شد؛ دیگر چیزی را باز نمی‌کند.",
  "copy.done": "نسخهٔ پشتیبان {snapshot} با شناسهٔ {copied} در {place} کپی شد.",
  "copy.newPlace":
    "{place} محل تازه‌ای برای نسخه‌های پشتیبان با سابقه است. `--as parcel` به جای آن یک فایل می‌سازد.",
  "copy.incomplete":
    "نسخهٔ پشتیبان {snapshot} با شناسهٔ {copied} در {place} کپی شد؛ این نسخه ناقص است.",
  "copy.wasThere":
    "نسخهٔ پشتیبان {snapshot} با شناسهٔ {copied} از پیش در {place} هست؛ کاری لازم نبود.",
  "alarm.subjectBegan": "{app}: نسخه‌های پشتیبان نیاز به رسیدگی دارد",
  "alarm.subjectEnded": "{app}: مشکل نسخه‌های پشتیبان برطرف شد",
  "alarm.subjectWeekly": "{app}: نسخه‌های پشتیبان این هفته",
  "alarm.subjectTrial": "{app}: پیام آزمایشی",
  "alarm.trial":
    "این پیام برای آزمایش فرستاده شد. هرگاه نسخه‌های پشتیبان {app} نیاز به رسیدگی داشته باشد، پیامی مانند این می‌رسد.",
  "alarm.jobLate":
    "کار {job} {hasSinceAt, select, yes {از {sinceAt}} other {تاکنون}} نسخهٔ سالمی نساخته است.",
  "alarm.placeAway": "محل {place} از {sinceAt} دیده نشده است.",
  "alarm.unchecked":
    "نسخه‌های کار {job} {hasSinceAt, select, yes {از {sinceAt}} other {تاکنون}} بررسی نشده است.",
  "alarm.spaceShort":
    "در {place} جای کمتر از دو نسخهٔ دیگر هست: {freeBytes} خالی، {neededBytes} لازم.",
  "alarm.undoEnding": "برگشت به وضعیت قبل از آخرین بازگردانی تا {untilAt} ممکن است.",
  "alarm.ended": "این برطرف شد:",
  "alarm.weekly": "آخرین نسخه‌های سالم:",
  "alarm.weeklyJob": "{job}: {hasGoodAt, select, yes {{goodAt}} other {هیچ}}",
  "alarm.look": "`fivefold status` وضعیت را می‌گوید.",
  "job.none": "هنوز کاری نیست؛ `fivefold job add nightly` یکی اضافه می‌کند.",
  "job.added": "کار {job} اضافه شد.",
  "job.removed": "کار {job} برداشته شد؛ نسخه‌های پشتیبان آن می‌ماند.",
  "job.accepted":
    "کار {job} برنامه را چنان که اکنون هست درست می‌گیرد؛ نسخه‌های قدیمی دوباره برداشته می‌شوند.",
  "job.changed": "کار {job} عوض شد.",
  "job.paused": "کار {job} اکنون متوقف است.",
  "job.resumed": "کار {job} ادامه می‌یابد.",
  "job.needsServe":
    "تا وقتی `fivefold serve` اجراست کارها انجام می‌شود؛ `fivefold run` یکی را همین حالا اجرا می‌کند.",
  "job.next": "نوبت بعدی: {nextAt} ({zone}).",
  "job.atOnce": "همین حالا نوبت آن است.",
  "job.limited": "حداکثر {speed} می‌خواند و می‌نویسد.",
  "job.rests": "متوقف است.",
  "job.waits": "منتظر چیزی است که آن را آغاز می‌کند.",
  "job.failed": "آخرین اجرا در {failedAt} ناموفق بود:",
  "job.whenDaily": "هر روز ساعت {time}.",
  "job.whenDays": "{days} ساعت {time}.",
  "job.whenEvery": "{minuteCount, plural, one {هر دقیقه} other {هر # دقیقه}}.",
  "job.whenEveryInUse":
    "{minuteCount, plural, one {هر دقیقه} other {هر # دقیقه}} تا وقتی برنامه باز است.",
  "job.whenCron": "به شیوهٔ `cron`: {expression}",
  "job.whenAfter": "هر بار پس از انجام کار {other}.",
  "job.whenDrive": "هنگامی که درایو {place} وصل می‌شود.",
  "catalog.runs":
    "{runCount, plural, one {# گزارش اجرا خوانده شد.} other {# گزارش اجرا خوانده شد.}}",
  "catalog.place":
    "{backupCount, plural, one {# نسخهٔ پشتیبان در {place} است.} other {# نسخهٔ پشتیبان در {place} است.}}",
  "list.seen": "{place} اکنون در دسترس نیست. آنچه واپسین بار در آن بود، {seenAt}:",
  "handed.waits":
    "{hasJob, select, yes {کار {job} از {startedAt} در حال اجراست.} other {{hasName, select, yes {اجرایی از {name} از {startedAt} در جریان است.} other {اجرای دیگری از {startedAt} در جریان است.}}}} اجرای شما پس از پایان آن آغاز می‌شود.",
  "run.unchanged": "از {sinceAt} چیزی تغییر نکرده است: نسخهٔ پشتیبان لازم نبود.",
  "run.made": "کار {job} نسخهٔ پشتیبان خود را ساخت.",
  "status.well": "همهٔ کارها انجام می‌شود.",
  "status.late": "مدت زیادی بدون نسخهٔ سالم: {jobs}",
  "place.none": "هنوز محلی نیست؛ نسخه‌های پشتیبان در {place} هستند.",
  "place.added": "محل ذخیرهٔ {name} اضافه شد: {place}",
  "place.nowDefault":
    "این محل نخست است: از این پس نسخه‌های پشتیبان به آنجا می‌روند، مگر آنکه محل دیگری نام برده شود.",
  "place.earlier":
    "نسخه‌های پیش از افزودن محل در {place} هستند؛ `--from` با این پوشه آن‌ها را نشان می‌دهد و بازمی‌گرداند.",
  "place.resting": "این کارها اکنون متوقف‌اند، چون آنجا می‌نوشتند: {jobs}",
  "place.removed": "محل ذخیرهٔ {name} از فهرست برداشته شد. به نسخه‌های پشتیبان آنجا دست نخورد.",
  "vault.none": "در {place} چیزی نیست.",
  "vault.restored":
    "{entryCount, plural, one {# فایل یا پوشه} other {# فایل و پوشه}} در {path} نوشته شد.",
  "support.line": "برای کمک: {contact}",
  "ask.password": "کلید نسخه‌های پشتیبان در {place}",
  "ask.app": "کدام نرم‌افزار از {place}؟",
  "ask.backup": "کدام نسخهٔ پشتیبان؟",
  "ask.into": "پوشه برای {name}",
  "ask.newPassword": "گذرواژهٔ تازه برای نسخه‌های پشتیبان در {place} (خالی: کلیدی ساخته می‌شود)",
  "ask.again": "همان یک بار دیگر",
  "ask.different": "این دو یکی نیستند. دوباره از آغاز.",
  "ask.yes": "بله",
  "ask.no": "نه",
  "ask.done": "انجام شد",
  "ask.skip": "رد شدن",
  "ask.closed": "نرم‌افزار را ببندید. بسته شد؟",

  "help.usage": "روش نوشتن:",
  "help.arguments": "ورودی‌ها:",
  "help.options": "گزینه‌ها:",
  "help.globalOptions": "گزینه‌های همهٔ فرمان‌ها:",
  "help.commands": "فرمان‌ها:",
  "help.program": "از نرم‌افزار کسب‌وکار نسخهٔ پشتیبان می‌گیرد و آن را بازمی‌گرداند.",
  "help.init": "محلی برای نسخه‌های پشتیبان آماده می‌کند و کلیدش را می‌سازد",
  "help.parts": "نشان می‌دهد نرم‌افزار از چه بخش‌هایی تشکیل شده است",
  "help.backup": "نسخهٔ پشتیبان می‌گیرد",
  "help.list": "نسخه‌های پشتیبان را نشان می‌دهد",
  "help.show": "نشان می‌دهد یک نسخهٔ پشتیبان چه دارد",
  "help.diff": "می‌گوید از یک نسخهٔ پشتیبان تا دیگری چه تغییر کرده است",
  "help.check": "بررسی می‌کند نسخه‌های پشتیبان سالم‌اند یا نه",
  "help.restore": "نرم‌افزار را بازمی‌گرداند، یا نسخهٔ پشتیبان را در پوشه‌ای می‌نویسد",
  "help.recover": "نرم‌افزار را روی رایانه‌ای تازه بازمی‌گرداند، تنها با نسخه‌های پشتیبان و کلید",
  "help.undo": "به وضعیت قبل از آخرین بازگردانی برمی‌گردد",
  "help.close": "آخرین بازگردانی را برای همیشه نگه می‌دارد و وضعیت پیشین را حذف می‌کند",
  "help.settle": "آنچه از بازگردانی نیمه‌کاره مانده تمام می‌کند و بازگردانی آماده را جایگزین می‌کند",
  "help.forget": "نسخه‌های قدیمی را بر پایهٔ یک قاعده از فهرست برمی‌دارد",
  "help.prune": "فضای نسخه‌های برداشته‌شده را پس می‌دهد",
  "help.key": "کلیدهایی که نسخه‌های پشتیبان را باز می‌کنند",
  "help.keyAdd": "کلیدی اضافه می‌کند",
  "help.keyList": "کلیدها را نشان می‌دهد",
  "help.keyShow": "برگهٔ اضطراری را دوباره نشان می‌دهد",
  "help.keyEscrow": "کلیدی جداگانه برای کسی که سازندهٔ برنامه نام می‌برد",
  "help.keyEscrowStatus": "می‌گوید چنین کلیدی هست یا نه، و کجاست",
  "help.keyEscrowAllow": "اجازه می‌دهد",
  "help.keyEscrowWithdraw": "اجازه نمی‌دهد، و کلید را پس می‌گیرد",
  "help.keyEscrowSave": "فایل قفل‌شده‌ای می‌نویسد که می‌تواند برای او برود",
  "help.keyEscrowOpen": "برای او: چنین فایلی را باز می‌کند و کلید را نشان می‌دهد",
  "argument.escrowNew": "فایلی که نوشته می‌شود",
  "argument.escrowFile": "فایل قفل‌شده، که با `.age` پایان می‌یابد",
  "option.identity": "فایلی با کلید محرمانه، همان‌طور که `age-keygen` می‌نویسد",
  "option.keyFile": "کلید را در این فایل می‌نویسد، برای `--password-file`، و آن را نشان نمی‌دهد",
  "help.keyRemove": "کلیدی را حذف می‌کند",
  "help.export": "یک شرکت را در یک فایل می‌نویسد تا به جای دیگری برده شود",
  "help.import": "شرکتی را از فایلی که `fivefold export` نوشته است وارد می‌کند",
  "help.away": "شرکت‌هایی که به جای دیگری برده شده‌اند و باید برگردند",
  "help.awayList": "آنها را نشان می‌دهد",
  "help.awayEnd": "به نبودن شرکتی که هرگز نرفته یا برنمی‌گردد پایان می‌دهد",
  "help.copy": "نسخهٔ پشتیبانی را به محل دیگری، یا با `--as parcel` در یک فایل، کپی می‌کند",
  "help.place": "محل‌هایی که نسخه‌های پشتیبان در آنها نگه داشته می‌شود",
  "help.placeAdd": "محلی اضافه می‌کند",
  "help.placeList": "محل‌ها را نشان می‌دهد",
  "help.placeRemove": "محلی را از فهرست برمی‌دارد؛ نسخه‌های پشتیبان آن می‌ماند",
  "help.vault": "با هر مخزن `restic` کار می‌کند",
  "help.vaultSnapshots": "نسخه‌ها را نشان می‌دهد",
  "help.vaultLs": "فایل‌های یک نسخه را نشان می‌دهد",
  "help.vaultCheck": "بررسی می‌کند مخزن سالم است یا نه",
  "help.vaultRestore": "نسخه‌ای را در پوشه‌ای می‌نویسد",
  "help.vaultDump": "یک فایل از یک نسخه را نمایش می‌دهد",
  "help.job": "آنچه خودبه‌خود پشتیبان‌گیری می‌شود، و زمان آن",
  "help.jobAdd": "کاری اضافه می‌کند: `nightly` یا `weekdays` یا `working`",
  "help.jobList": "کارها و نوبت بعدی آنها را نشان می‌دهد",
  "help.jobShow": "یک کار را نشان می‌دهد",
  "help.jobAccept": "نسخه‌های قدیمی یک کار دوباره برداشته می‌شود: برنامه همان است که باید باشد",
  "help.jobChange": "کاری را عوض می‌کند: چه وقت، چه چیز، به کجا، و چه اندازه می‌ماند",
  "help.jobPause": "کاری را متوقف می‌کند",
  "help.jobResume": "کاری را از سر می‌گیرد",
  "help.jobRemove": "کاری را برمی‌دارد؛ نسخه‌های پشتیبان آن می‌ماند",
  "help.run": "کاری را همین حالا اجرا می‌کند",
  "help.status": "آیا همهٔ کارها انجام می‌شود؛ اگر کاری عقب افتاده باشد کد خروج ۳ است",
  "argument.job": "نام کار",
  "argument.jobKind":
    "`nightly`: هر شب، با سابقه؛ `weekdays`: هر روز هفته یک فایل؛ `working`: روزی یک فایل که هر پنج دقیقه تازه می‌شود؛ `own`: چنان که گزینه‌ها می‌گویند",
  "option.day": "در این روز هفته، مانند `monday`؛ می‌تواند تکرار شود",
  "option.every": "هر چند دقیقه",
  "option.whileInUse": "همراه `--every`: فقط تا وقتی برنامه باز است",
  "option.cron": "با عبارت `cron`، مانند `0 3 * * 1-5`",
  "option.afterJob": "هر بار که این کار به خوبی انجام شد",
  "option.timeZone": "ساعت کجا منظور است، مانند `Europe/Berlin`",
  "option.onlyWhenChanged": "اگر چیزی عوض نشده باشد نسخه‌ای نمی‌سازد",
  "option.alarmAfter": "پس از این تعداد ساعت بی‌نسخهٔ سالم خبر داده می‌شود",
  "option.limit": "حداکثر با این سرعت، مانند `20MB/s`؛ `none`: هرچه سریع‌تر",
  "option.jobName": "نام دیگری برای کار",
  "option.at": "در این ساعت، مانند `22:30`",
  "option.copyTo": "محلی که از هر نسخه یک رونوشت می‌گیرد؛ می‌تواند تکرار شود",
  "help.version": "شمارهٔ نسخهٔ برنامه را نشان می‌دهد",
  "help.help": "این راهنما را نشان می‌دهد",
  "option.app":
    "فایل توصیف نرم‌افزار (وگرنه `FIVEFOLD_APP`، وگرنه `fivefold.yaml` در اینجا یا بالاتر)",
  "option.home": "پوشهٔ خود برنامه برای این نرم‌افزار (وگرنه `FIVEFOLD_HOME`)",
  "option.json": "در هر سطر یک شیء `JSON` می‌نویسد و هرگز نمی‌پرسد",
  "option.language": "`en`، `fa`، `pt`، `de` یا `fr`",
  "option.lint": "می‌گوید چه چیزی در توصیف کم است",
  "option.tenant": "تنها این شرکت (شناسه یا الگو؛ تکرارشدنی)",
  "option.part": "تنها این بخش (شناسه یا الگو؛ تکرارشدنی)",
  "option.path": "تنها این فایل یا پوشهٔ بخش (یا الگو؛ تکرارشدنی)",
  "option.partOfShow": "فایل‌های این بخش را نشان می‌دهد (شناسه یا الگو؛ تکرارشدنی)",
  "option.pathOfShow": "تنها این فایل یا پوشه را نشان می‌دهد (یا الگو؛ تکرارشدنی)",
  "option.as": "`vault`: با سابقه؛ یا `parcel`: یک فایل `zip`",
  "option.name": "نام فایل پشتیبان؛ وگرنه تاریخ و ساعت",
  "option.nameBy": "`moment` یا `day` یا `weekday`؛ دو تای آخر جای فایل پیشین را می‌گیرند",
  "option.encrypt": "فایل را با گذرواژه قفل می‌کند (`AES-256`)",
  "option.hideNames": "نام‌های درون آن را هم قفل می‌کند",
  "option.compress": "`deflate` یا `zstd` یا `none`",
  "option.smaller": "فشرده‌تر می‌کند و بیشتر طول می‌کشد",
  "option.parcelPasswordFile": "گذرواژهٔ فایل پشتیبان در این فایل است",
  "option.toFile": "فایلی که نوشته می‌شود",
  "option.withCredentials": "گذرواژه‌ها و کلیدهای نرم‌افزار را هم؛ فایل در این صورت قفل می‌شود",
  "option.away": "شرکت از اکنون بیرون است، تا فایل برگردد",
  "option.note": "چرا، کجا یا نزد چه کسی است",
  "option.replace": "به جای شرکتی که همین شناسه را دارد",
  "option.asTenant": "با شناسه‌ای دیگر",
  "option.title": "با نامی دیگر",
  "option.to": "نام یک محل، یا یک پوشه (با خط کج)",
  "option.from": "نام یک محل، یا یک پوشه (با خط کج)؛ وگرنه محل نخست",
  "option.with": "جای نسخهٔ دوم، اگر با اولی فرق دارد",
  "option.recoverFrom": "پوشهٔ نسخه‌های پشتیبان، یا یک فایل پشتیبان",
  "option.into": "پوشهٔ نرم‌افزار: پوشه‌ای تازه، پوشه‌ای خالی، یا پوشهٔ نرم‌افزار نصب‌شده",
  "option.appId": "نرم‌افزار مورد نظر، آنجا که نسخه‌های پشتیبان چند نرم‌افزار هست",
  "option.recoverList": "تنها نشان می‌دهد چه نسخه‌های پشتیبانی هست",
  "option.passwordFile": "فایلی که سطر نخست آن کلید است",
  "option.fromPasswordFile": "فایلی که سطر نخست آن کلید محلی است که از آن کپی می‌شود",
  "option.newPasswordFile": "فایلی که سطر نخست آن کلید تازه است؛ وگرنه پرسیده یا ساخته می‌شود",
  "option.sheetPdf": "به جای نمایش، برگه را به‌صورت `PDF` می‌نویسد: یک فایل یا یک پوشه",
  "option.remember": "رونوشتی از گذرواژه را در پوشهٔ خود برنامه نگه می‌دارد",
  "option.readData": "همهٔ بایت‌ها را هم می‌خواند و مقایسه می‌کند",
  "option.preview": "فقط نشان می‌دهد چه چیزی تغییر می‌کرد",
  "option.target": "در این پوشهٔ خالی می‌نویسد و چیزی را جایگزین نمی‌کند",
  "option.allowLinksOut": "از فایل پشتیبان پیوندهایی را هم می‌پذیرد که به بیرون از آن می‌روند",
  "option.targetFile": "در این فایل می‌نویسد",
  "option.yes": "نمی‌پرسد",
  "option.acceptLoss":
    "بازگردانی‌ای را که بخشی از وضعیت پیش از آن از دست رفته است پایان می‌دهد و آن بخش‌ها را همان‌گونه می‌گذارد",
  "option.apply": "برای راه‌انداز نرم‌افزار، پیش از روشن کردن آن: بازگردانی آماده جایگزین می‌شود",
  "option.after": "صبر می‌کند تا فرایندی با این شماره پایان یابد: همان برنامه‌ای که فرمان را می‌دهد",
  "option.progress": "پیشرفت کار را نشان می‌دهد؛ بدون ترمینال، در صفحه‌ای جداگانه",
  "option.then": "پس از آن این برنامه را اجرا می‌کند، نتیجه هر چه باشد",
  "option.tokenStdin": "با توکنی وارد می‌شود که در ورودی استاندارد است، نه به نام کاربر این رایانه",
  "option.wait":
    "منتظر پشتیبان‌گیری یا بازگردانیِ انجام‌شده در صفحه می‌ماند، رویدادها را می‌گوید و با نتیجهٔ آن پایان می‌یابد",
  "option.removeFiles": "آن را برمی‌دارد",
  "option.printFiles": "آنچه نوشته می‌شد را برای برنامهٔ نصب چاپ می‌کند",
  "option.atNextStart":
    "اکنون همه چیز را آماده می‌کند و بار دیگر که نرم‌افزار روشن شود جایگزین می‌کند",
  "option.keepIfProbeFails": "بازگردانی را نگه می‌دارد حتی اگر آزمون خود نرم‌افزار بگوید کار نمی‌کند",
  "option.dryRun": "تنها نشان می‌دهد چه کاری انجام می‌شد",
  "option.keepLast": "این تعداد از آخرین‌ها را نگه می‌دارد",
  "option.keepHourly": "برای هر یک از این تعداد ساعت آخر که نسخه دارد یکی نگه می‌دارد",
  "option.keepDaily": "برای هر یک از این تعداد روز آخر که نسخه دارد یکی نگه می‌دارد",
  "option.keepWeekly": "برای هر یک از این تعداد هفتهٔ آخر که نسخه دارد یکی نگه می‌دارد",
  "option.keepMonthly": "برای هر یک از این تعداد ماه آخر که نسخه دارد یکی نگه می‌دارد",
  "option.keepYearly": "برای هر یک از این تعداد سال آخر که نسخه دارد یکی نگه می‌دارد",
  "option.keepWithin": "همهٔ نسخه‌های تازه‌تر از این را نگه می‌دارد، مانند `1y5m7d2h`",
  "option.repo": "پوشهٔ مخزن",
  "argument.parcel": "یک فایل پشتیبان به جای یک محل",
  "argument.snapshot": "شناسهٔ یک نسخهٔ پشتیبان، رقم‌های آغاز آن، `latest`، یا یک فایل پشتیبان",
  "argument.before": "نسخهٔ پشتیبان پیشین: شناسه، رقم‌های آغاز آن، `latest`، یا فایل آن",
  "argument.after": "نسخهٔ بعدی، به همان شکل",
  "argument.key": "شناسهٔ یک کلید",
  "argument.name": "نام محل",
  "argument.exported": "فایلی که `fivefold export` نوشته است",
  "argument.tenant": "شناسهٔ شرکت",
  "argument.folder": "پوشهٔ محل",
  "argument.path": "مسیری درون نسخه",
};
