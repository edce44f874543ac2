// A window that shows Fivefold's page by WebView2. Not built here: a source to start from.
// NuGet: Microsoft.Web.WebView2. The messages are those of docs/schema/embed-events.schema.json.

using System.Diagnostics;
using System.Text.Json;
using System.Windows.Forms;
using Microsoft.Web.WebView2.WinForms;

public sealed class BackupWindow : Form
{
    private const string Fivefold = "fivefold.exe";

    private readonly WebView2 view = new() { Dock = DockStyle.Fill };
    private readonly string screen;
    private readonly Func<string?> whyNotNow;
    private readonly Action<bool> holdData;
    private string? origin;

    /// <param name="screen">"home", "backup", "restore" or "result".</param>
    /// <param name="whyNotNow">Null when the application can close; else the sentence that says why not.</param>
    /// <param name="holdData">False: close the database, which is going to be replaced; true: open it again.</param>
    public BackupWindow(string screen, Func<string?> whyNotNow, Action<bool> holdData)
    {
        this.screen = screen;
        this.whyNotNow = whyNotNow;
        this.holdData = holdData;
        Controls.Add(view);
        Load += async (_, _) => await ShowPage();
    }

    private async Task ShowPage()
    {
        using var token = JsonDocument.Parse(await LastLine(
            "token", "--user", Environment.UserName, "--role", "administrator", "--minutes", "10", "--json"));
        var url = token.RootElement.GetProperty("url").GetString()!;
        var secret = token.RootElement.GetProperty("token").GetString()!;
        origin = new Uri(url).GetLeftPart(UriPartial.Authority);
        await view.EnsureCoreWebView2Async();
        view.CoreWebView2.WebMessageReceived += (_, message) =>
        {
            // Only what the page itself says counts.
            if (new Uri(message.Source).GetLeftPart(UriPartial.Authority) == origin)
                Hear(message.WebMessageAsJson);
        };
        view.CoreWebView2.Navigate($"{url}/embed/{screen}#secret={Uri.EscapeDataString(secret)}");
    }

    private void Hear(string json)
    {
        using var message = JsonDocument.Parse(json);
        var root = message.RootElement;
        if (!root.TryGetProperty("source", out var source) || source.GetString() != "fivefold") return;
        switch (root.GetProperty("event").GetString())
        {
            case "close-please":
                var sentence = whyNotNow();
                if (sentence is null) holdData(false);
                Answer(sentence is null
                    ? new { source = "fivefold", answer = "closing" }
                    : new { source = "fivefold", answer = "not-now", sentence });
                break;
            case "choose-folder":
                using (var dialog = new FolderBrowserDialog())
                {
                    var path = dialog.ShowDialog(this) == DialogResult.OK ? dialog.SelectedPath : null;
                    Answer(new { source = "fivefold", answer = "folder", path });
                }
                break;
            case "finished":
                holdData(true);
                break;
            case "restart-needed":
                if (whyNotNow() is null) EndAndRestart();
                break;
        }
    }

    private void Answer(object answer) =>
        view.CoreWebView2.PostWebMessageAsJson(JsonSerializer.Serialize(answer));

    /// Ends the application; Fivefold waits for that, swaps the data, and starts it again.
    private static void EndAndRestart()
    {
        Start("settle", "--apply", "--after", Environment.ProcessId.ToString(), "--progress",
            "--then", Application.ExecutablePath, "restored");
        Application.Exit();
    }

    private static Process Start(params string[] words)
    {
        var info = new ProcessStartInfo(Fivefold)
        {
            RedirectStandardOutput = words[0] == "token",
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var word in words) info.ArgumentList.Add(word);
        return Process.Start(info)!;
    }

    private static async Task<string> LastLine(params string[] words)
    {
        using var process = Start(words);
        var text = await process.StandardOutput.ReadToEndAsync();
        return text.TrimEnd().Split('\n')[^1];
    }
}
