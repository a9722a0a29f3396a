using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Replay;

/// <summary>What a shard is replayed with: the job's files where they are what they were, else its input as it was captured.</summary>
internal sealed class ReplayInput : IDisposable
{
    private readonly CapturedFiles? _files;

    private ReplayInput(ReplayWork work, CapturedFiles? files) => (Work, _files) = (work, files);

    /// <summary>The shard, or the part of it whose input was captured.</summary>
    public ReplayWork Work { get; }

    /// <summary>True when the input is the one that was captured.</summary>
    public bool IsCaptured => _files is not null;

    /// <summary>The kernel's input in JSON.</summary>
    public ReadOnlyMemory<byte> Json => _files?.Input ?? Work.Spec.Input;

    /// <param name="ledger">Holds what was captured.</param>
    /// <param name="work">The shard.</param>
    /// <param name="captured">True to take what was captured even where the files are what they were.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EgException">Neither is there.</exception>
    public static async Task<ReplayInput> ChooseAsync(OpenLedger ledger, ReplayWork work, bool captured, CancellationToken cancellationToken)
    {
        if (captured)
        {
            return work.Captured?.Block is not null ? await RestoreAsync(ledger, work, cancellationToken) : throw EgException.Usage(
                $"--captured: of shard {work.Shard} no input was captured: {work.Captured?.Reason ?? "it was not given up, or its job reads no files."}");
        }

        try
        {
            work.VerifyFiles();
            return new ReplayInput(work, files: null);
        }
        catch (Exception error) when (error is KernelInputException or InputUnavailableException && work.Captured is not null)
        {
            if (work.Captured.Block is null)
            {
                throw EgException.Usage($"{error.Message} When the shard was given up its input was not captured: {work.Captured.Reason}");
            }

            Terminal.Note($"{ExceptionText.OneLine(error.Message)} Used is the input as captured at {Figures.Time(work.Captured.At)}.");
            return await RestoreAsync(ledger, work, cancellationToken);
        }
    }

    /// <summary>A report that speaks of the files by their own paths.</summary>
    public ReplayReport Told(ReplayReport report) => _files is null ? report : report with { Failure = _files.WithOriginals(report.Failure) };

    public void Dispose() => _files?.Dispose();

    private static async Task<ReplayInput> RestoreAsync(OpenLedger ledger, ReplayWork work, CancellationToken cancellationToken)
    {
        var captured = work.Captured!;
        var block = await ledger.Blocks.GetAsync(work.Spec.Id, captured.Block!, cancellationToken);
        return new ReplayInput(work.Within(captured.Range), CapturedFiles.Restore(work.Spec.Input, block));
    }
}
