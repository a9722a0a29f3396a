using ElasticGrains.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElasticGrains.Cli.Running;

/// <summary>Progress that redraws itself on a terminal, with the kernel's preview below.</summary>
internal sealed class LiveProgress : IProgressDisplay
{
    private const int PreviewRows = 10;
    private const int BarWidth = 50;

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    public async Task ShowAsync(Func<Task<Progress?>> next)
    {
        // A job that ends at once needs no display, and does not pay for one.
        if (await next() is not { } first || await next() is null)
        {
            return;
        }

        await AnsiConsole.Live(Draw(first)).AutoClear(true).StartAsync(async live =>
        {
            while (await next() is { } progress)
            {
                live.UpdateTarget(Draw(progress));
            }
        });
    }

    private static IRenderable Draw(Progress progress)
    {
        var status = progress.Status;
        var share = status.Items == 0 ? 1 : Math.Clamp((double)status.Computed / status.Items, 0, 1);
        var filled = (int)(share * BarWidth);
        var rows = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(status.Id)}[/]  [grey]{status.Phase}[/]"),
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {Markup.Escape(progress.Items)}"),
            new Text($"{progress.Shards}   {progress.Rate ?? "starting"}"),
            new Text(progress.Commits),
        };
        if (progress.Trouble is { } trouble)
        {
            rows.Add(new Text(trouble, new Style(Color.Yellow)));
        }

        if (progress.Preview is { } preview)
        {
            rows.Add(new Markup("[grey]so far:[/]"));
            rows.Add(preview.Table is { } table ? DrawnTable.Of(table.Head(PreviewRows)) : new Text(preview.Brief));
        }

        return new Rows(rows);
    }
}
