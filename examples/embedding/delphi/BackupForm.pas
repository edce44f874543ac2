// A form that shows Fivefold's page by TEdgeBrowser (Delphi 10.4 and later, WebView2Loader.dll beside the program).
// Not built here: a source to start from. The messages are those of docs/schema/embed-events.schema.json.
unit BackupForm;

interface

uses
  Winapi.Windows, Winapi.ActiveX, Winapi.WebView2, System.SysUtils, System.Classes, System.JSON,
  Vcl.Controls, Vcl.Forms, Vcl.Edge;

type
  // Gives '' when the application can close, else the sentence that says why not.
  TWhyNotNow = reference to function: string;
  // False: close the database, which is going to be replaced; True: open it again.
  THoldData = reference to procedure(IsHeld: Boolean);

  TBackupForm = class(TForm)
  private
    FBrowser: TEdgeBrowser;
    FWhyNotNow: TWhyNotNow;
    FHoldData: THoldData;
    procedure Hear(Sender: TCustomEdgeBrowser; Args: TWebMessageReceivedEventArgs);
    procedure Answer(const Json: string);
    procedure EndAndRestart;
  public
    // Screen: 'home', 'backup', 'restore' or 'result'. Url and Token are what `fivefold token --json` gives.
    constructor CreateFor(AOwner: TComponent; const Screen, Url, Token: string; WhyNotNow: TWhyNotNow;
      HoldData: THoldData);
  end;

implementation

uses
  System.NetEncoding, Winapi.ShellAPI;

constructor TBackupForm.CreateFor(AOwner: TComponent; const Screen, Url, Token: string;
  WhyNotNow: TWhyNotNow; HoldData: THoldData);
begin
  inherited CreateNew(AOwner);
  FWhyNotNow := WhyNotNow;
  FHoldData := HoldData;
  FBrowser := TEdgeBrowser.Create(Self);
  FBrowser.Parent := Self;
  FBrowser.Align := alClient;
  FBrowser.OnWebMessageReceived := Hear;
  FBrowser.Navigate(Url + '/embed/' + Screen + '#secret=' + TNetEncoding.URL.Encode(Token));
end;

procedure TBackupForm.Hear(Sender: TCustomEdgeBrowser; Args: TWebMessageReceivedEventArgs);
var
  Text: PChar;
  Message: TJSONValue;
  Event, Sentence: string;
begin
  if Failed((Args as ICoreWebView2WebMessageReceivedEventArgs).Get_webMessageAsJson(Text)) then
    Exit;
  try
    Message := TJSONObject.ParseJSONValue(string(Text));
  finally
    CoTaskMemFree(Text);
  end;
  if Message = nil then
    Exit;
  try
    if Message.GetValue<string>('source', '') <> 'fivefold' then
      Exit;
    Event := Message.GetValue<string>('event', '');
  finally
    Message.Free;
  end;
  Sentence := FWhyNotNow();
  if Event = 'close-please' then
  begin
    if Sentence = '' then
    begin
      FHoldData(False);
      Answer('{"source":"fivefold","answer":"closing"}');
    end
    else
      with TJSONObject.Create do
      try
        AddPair('source', 'fivefold');
        AddPair('answer', 'not-now');
        AddPair('sentence', Sentence);
        Answer(ToJSON);
      finally
        Free;
      end;
  end
  else if Event = 'finished' then
    FHoldData(True)
  else if (Event = 'restart-needed') and (Sentence = '') then
    EndAndRestart;
end;

procedure TBackupForm.Answer(const Json: string);
begin
  FBrowser.DefaultInterface.PostWebMessageAsJson(PChar(Json));
end;

// Ends the application; Fivefold waits for that, swaps the data, and starts it again.
procedure TBackupForm.EndAndRestart;
var
  Words: string;
begin
  Words := Format('settle --apply --after %d --progress --then "%s" restored',
    [GetCurrentProcessId, ParamStr(0)]);
  ShellExecute(0, 'open', 'fivefold.exe', PChar(Words), nil, SW_HIDE);
  Application.Terminate;
end;

end.
