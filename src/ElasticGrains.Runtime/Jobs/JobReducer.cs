using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Reduction;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Shards;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// Joins a job's committed partials on the kernel thread, never in a grain turn, and makes the answer. What goes wrong in user code is
/// kept and comes out when the answer is asked for.
/// </summary>
internal sealed class JobReducer(string jobId, long items, IKernelRun kernel, ISiloBlocks blocks, IKernelThread thread, TimeProvider time)
{
    private const int PageSize = 5000;

    // As large as a partial may be: whoever waits for the answer holds it in memory. 512 MiB.
    private const long MostAnswer = 512L << 20;

    private static readonly TimeSpan ReadRetry = TimeSpan.FromSeconds(1);

    private PartialForest _forest = new(kernel);
    private Task _last = Task.CompletedTask;
    private Task<byte[]?>? _preview;

    /// <summary>The kernel's preview as of the last time somebody looked; empty when there is none, or it is too large to be shown.</summary>
    public ReadOnlyMemory<byte> Preview { get; private set; }

    /// <summary>The bytes of a preview that is too large to be shown; else 0.</summary>
    public long PreviewLeftOut { get; private set; }

    /// <summary>Why partials cannot be read back at present; null when they can.</summary>
    public string? Stalled { get; private set; }

    private bool IsReduced => kernel.Kernel.Output == KernelOutput.Answer;

    /// <summary>Joins everything that the ledger holds up to a number; later commits may be added meanwhile.</summary>
    public void Restore(IJobLedger ledger, long lastNumber)
    {
        if (IsReduced && lastNumber > 0)
        {
            _last = RestoreAsync(ledger, lastNumber);
        }
    }

    /// <summary>Joins commits, computed on some silo, and says how long the kernel thread was at it.</summary>
    public void Add(IReadOnlyList<LedgerEvent.Committed> commits, string? silo, Action<TimeSpan> joined)
    {
        if (IsReduced)
        {
            _last = AddAsync(_last, Pieces(commits), silo, joined);
        }
    }

    /// <summary>Looks at what is joined so far: one look at a time, its outcome shows in <see cref="Preview"/>.</summary>
    public async Task RefreshPreviewAsync()
    {
        if (IsReduced && _preview is null)
        {
            _preview = thread.RunAsync(_forest.Preview);
            try
            {
                var preview = await _preview;
                (Preview, PreviewLeftOut) = preview?.Length > PartialPayload.MaxInline ? (default, preview.Length) : (preview, 0);
            }
#pragma warning disable CA1031 // A preview is decoration; the kernel's defect comes out with the answer.
            catch (Exception)
#pragma warning restore CA1031
            {
                (Preview, PreviewLeftOut) = (default, 0);
            }
            finally
            {
                _preview = null;
            }
        }
    }

    /// <summary>Lets go of the partials of a job that has ended; its grain stays for a while to answer questions.</summary>
    public void Forget() => _forest = new PartialForest(kernel);

    /// <summary>Joins the last commits and makes the answer of all, in one go when nothing is to be waited for.</summary>
    public async Task<byte[]> ConcludeAsync(IReadOnlyList<LedgerEvent.Committed> commits, string? silo)
    {
        await _last;
        var pieces = IsReduced ? Pieces(commits) : [];
        await JoinBlocksAsync(pieces, silo);
        return await thread.RunAsync(() =>
        {
            JoinInline(pieces);
            return Finish();
        });
    }

    /// <summary>The answer as JSON.</summary>
    public async Task<byte[]> FinishAsync()
    {
        await _last;
        return await thread.RunAsync(Finish);
    }

    /// <summary>What there is to say of the answer once it is made: the answer, the block that it was stored in, or why there is none.</summary>
    public async Task<JobEvent> AnswerAsync(Func<Task<byte[]>> make)
    {
        byte[] answer;
        try
        {
            answer = await make();
        }
#pragma warning disable CA1031 // Combine and Finish are user code: what they throw becomes the job's failure.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new JobEvent.AnswerFailed(KernelFailures.Of(error, kernel.Kernel.Name, "while the partials were joined and the answer was made"));
        }

        var hash = Checksum.IdentityOf(answer);
        if (answer.Length <= PartialPayload.MaxInline)
        {
            return new JobEvent.AnswerReady(answer, hash);
        }

        try
        {
            return new JobEvent.AnswerReady(default, hash) { Block = await PatientlyAsync(() => blocks.PutAsync(jobId, answer)) };
        }
#pragma warning disable CA1031 // Whatever it is, waiting does not mend it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new JobEvent.AnswerFailed(new Failure(
                FailureFault.Grid, "storage", $"The answer could not be stored: {ExceptionWords.MessageOf(error)}", ExceptionWords.TypeOf(error), ExceptionWords.StackOf(error)));
        }
    }

    private byte[] Finish()
    {
        var answer = kernel.Finish(IsReduced ? _forest.Whole(items) : kernel.Identity());
        return answer.Length <= MostAnswer ? answer : throw new KernelContractException(string.Create(
            CultureInfo.InvariantCulture,
            $"Kernel '{kernel.Kernel.Name}' made an answer of {answer.Length:N0} bytes; at most {MostAnswer:N0} are kept. Make it smaller, or write it to a file and answer with its name."));
    }

    /// <summary>One page is joined while the next is read.</summary>
    private async Task RestoreAsync(IJobLedger ledger, long lastNumber)
    {
        var reading = ReadPageAsync(ledger, 1, lastNumber);
        for (var next = 1L; next <= lastNumber;)
        {
            var page = await reading;
            next = page[^1].Number + 1;
            reading = next <= lastNumber ? ReadPageAsync(ledger, next, lastNumber) : reading;
            await JoinAsync([.. page.Select(partial => new CommitPiece(partial.Range, partial.Payload))], silo: null);
        }
    }

    private Task<IReadOnlyList<CommittedPartial>> ReadPageAsync(IJobLedger ledger, long from, long lastNumber)
    {
        var most = (int)Math.Min(PageSize, lastNumber - from + 1);
        return PatientlyAsync(() => ledger.ReadPartialsAsync(jobId, from, most));
    }

    private async Task AddAsync(Task before, CommitPiece[] pieces, string? silo, Action<TimeSpan> joined)
    {
        await before;
        joined(await JoinAsync(pieces, silo));
    }

    private async Task<TimeSpan> JoinAsync(CommitPiece[] pieces, string? silo) =>
        await thread.RunAsync(() => JoinInline(pieces)) + await JoinBlocksAsync(pieces, silo);

    /// <summary>Small partials are joined in one go.</summary>
    private TimeSpan JoinInline(CommitPiece[] pieces)
    {
        var began = time.GetTimestamp();
        foreach (var piece in pieces.Where(piece => piece.Payload.Block is null))
        {
            _forest.Add(piece.Range, piece.Payload.Inline.Span);
        }

        return time.GetElapsedTime(began);
    }

    /// <summary>Blocks are joined one by one: memory holds one of them at a time.</summary>
    private async Task<TimeSpan> JoinBlocksAsync(CommitPiece[] pieces, string? silo)
    {
        var cost = TimeSpan.Zero;
        foreach (var (range, payload) in pieces.Where(piece => piece.Payload.Block is not null))
        {
            using var held = await PatientlyAsync(() => blocks.GetAsync(jobId, payload.Block!, silo));
            var bytes = held.Bytes;
            cost += await thread.RunAsync(() =>
            {
                var began = time.GetTimestamp();
                _forest.Add(range, bytes.Span);
                return time.GetElapsedTime(began);
            });
        }

        return cost;
    }

    private static CommitPiece[] Pieces(IEnumerable<LedgerEvent.Committed> commits) => [.. commits.Select(commit => new CommitPiece(commit.Range, commit.Payload))];

    /// <summary>Reads or stores for as long as it takes: a disk that is away for a while is no reason to fail a job.</summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> go)
    {
        while (true)
        {
            try
            {
                var found = await go();
                Stalled = null;
                return found;
            }
            catch (LedgerUnavailableException error)
            {
                Stalled = error.Message;
                await Task.Delay(ReadRetry, time);
            }
        }
    }
}
