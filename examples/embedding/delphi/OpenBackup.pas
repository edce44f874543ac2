// The smallest host: it only starts a program. Not built here: a source to start from.
unit OpenBackup;

interface

// Opens the page in the person's browser; What is 'home', 'backup', 'restore' or a backup file's path.
procedure OpenFivefold(const What: string);

// As OpenFivefold, and waits until it is done: 0 done, 3 incomplete, 4 turned back, 1 failed, 130 cancelled.
function OpenFivefoldAndWait(const What: string): Cardinal;

implementation

uses
  Winapi.Windows, Winapi.ShellAPI, System.SysUtils;

procedure OpenFivefold(const What: string);
begin
  ShellExecute(0, 'open', 'fivefold.exe', PChar('open "' + What + '"'), nil, SW_HIDE);
end;

function OpenFivefoldAndWait(const What: string): Cardinal;
var
  Info: TShellExecuteInfo;
begin
  FillChar(Info, SizeOf(Info), 0);
  Info.cbSize := SizeOf(Info);
  Info.fMask := SEE_MASK_NOCLOSEPROCESS;
  Info.lpFile := 'fivefold.exe';
  Info.lpParameters := PChar('open "' + What + '" --wait');
  Info.nShow := SW_HIDE;
  if not ShellExecuteEx(@Info) then
    RaiseLastOSError;
  try
    WaitForSingleObject(Info.hProcess, INFINITE);
    GetExitCodeProcess(Info.hProcess, Result);
  finally
    CloseHandle(Info.hProcess);
  end;
end;

end.
