using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>
/// Sees every append that a ledger applied and every effect of every writer, and says what is wrong with them. It keeps its own books:
/// it must notice even where both the machines and the ledger are mistaken.
/// </summary>
internal sealed partial class JobWitness(JobTruth truth, IReadOnlySet<string> killedSilos, SimulationProfile profile)
{
    private readonly List<LedgerEvent.Committed> _commits = [];
    private readonly bool[] _covered = new bool[truth.Items];
    private readonly Dictionary<int, long> _running = [];
    private readonly Dictionary<int, long> _latest = [];
    private readonly Dictionary<int, ItemRange> _ranges = [];
    private readonly Dictionary<int, int> _more = [];
    private readonly Dictionary<int, string> _silos = [];
    private readonly List<ItemRange> _quarantined = [];
    private int _planned;

    public JobOutcome? Outcome { get; private set; }

    /// <summary>The current writer epoch.</summary>
    public long Writer { get; set; }

    public int Shards { get; private set; }

    public int Splits { get; private set; }

    /// <summary>Runs of more than one shard.</summary>
    public int Runs { get; private set; }

    public int Adoptions { get; private set; }

    /// <summary>Items in committed ranges.</summary>
    public long Committed { get; private set; }

    public long Commits => _commits.Count;

    /// <summary>True when the event is in order; otherwise what is wrong.</summary>
    public string? Applied(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Planned it:
                Shards = _planned = it.Shards;
                return null;
            case LedgerEvent.Granted it:
                _silos[it.Shard] = it.Silo;
                _granted[it.Shard] = it.Attempt;
                return Widen(it) ?? Begins(it.Shard, it.Attempt);
            case LedgerEvent.Adopted it:
                Adoptions++;
                return Begins(it.Shard, it.Attempt);
            case LedgerEvent.Split it:
                return Cut(it);
            case LedgerEvent.AttemptEnded it:
                _running.Remove(it.Shard);
                return CheckEnd(it);
            case LedgerEvent.Quarantined it:
                _quarantined.Add(it.Range);
                return CheckInput(it) ?? CheckVerdict(it);
            case LedgerEvent.Committed it:
                return OnCommitted(it);
            case LedgerEvent.Finished it:
                Outcome = it.Outcome;
                return null;
            default:
                return null;
        }
    }

    /// <summary>What is wrong with an effect at the time when it is carried out: everything said must be true in the ledger by then.</summary>
    public string? Check(JobEffect effect, long writer) => effect switch
    {
        JobEffect.Violation it => it.Story,
        // Nobody but its writer can hear of it, and that tells it to the ledger together with what it commits.
        JobEffect.StartShard { IsInPlace: true } when writer == 1 => null,
        JobEffect.StartShard it when _latest.GetValueOrDefault(it.Grant.Shard) < it.Grant.Attempt =>
            $"Attempt {it.Grant.Attempt} of shard {it.Grant.Shard} starts before the ledger knows of it.",
        JobEffect.StopShard it when IsRunning(it.Shard, it.Attempt) =>
            $"Attempt {it.Attempt} of shard {it.Shard} is stopped while the ledger says that it runs.",
        JobEffect.AnswerEnded it when IsRunning(it.Shard, it.Attempt) =>
            $"The end of attempt {it.Attempt} of shard {it.Shard} is acknowledged while the ledger says that it runs.",
        JobEffect.AnswerCommit { Answer: { Status: CommitStatus.Accepted } it } when !IsCommitted(it) =>
            $"Shard {it.Shard} is told that its commit at {it.Start} has number {it.Number}; the ledger says otherwise.",
        JobEffect.AnswerCommit { Answer: { Status: CommitStatus.Fenced } it } when IsRunning(it.Shard, it.Attempt) =>
            $"A commit of attempt {it.Attempt} of shard {it.Shard} is fenced while the ledger says that it runs.",
        JobEffect.AnswerReport { Answer: { Status: ReportStatus.Fenced } it } when IsRunning(it.Shard, it.Attempt) =>
            $"Attempt {it.Attempt} of shard {it.Shard} is fenced while the ledger says that it runs.",
        JobEffect.AnswerReport { Answer: { Status: ReportStatus.Adopted } it } when _latest.GetValueOrDefault(it.Shard) < it.NewAttempt =>
            $"Shard {it.Shard} is adopted as attempt {it.NewAttempt} before the ledger knows of it.",
        JobEffect.Reduce it when it.Commits.Any(commit => commit.Number > _commits.Count || _commits[(int)commit.Number - 1].Range != commit.Range) =>
            $"Partials {it.Commits[0].Number} to {it.Commits[^1].Number} are published before they are in the ledger.",
        // What a deposed writer makes of its last commits never becomes durable.
        JobEffect.Conclude when writer < Writer => null,
        JobEffect.Conclude it when it.Commits[0].Number != _commits.Count + 1 || it.Commits.Any(commit => Covered(commit.Range) > 0)
            || Committed + it.Commits.Sum(commit => commit.Range.Length) != truth.Items =>
            $"The answer is made of {it.Commits.Count} partials, not durable yet, and {Committed} of {truth.Items} items.",
        JobEffect.MakeAnswer when Committed < truth.Items => $"The answer is made of {Committed} of {truth.Items} items.",
        JobEffect.Complete when Outcome is null => "The job is declared ended before the ledger knows of it.",
        _ => null,
    };

    /// <summary>What is wrong with the end of the job.</summary>
    public string? CheckEnd()
    {
        var outcome = Outcome!;
        return outcome.Phase switch
        {
            JobPhase.Succeeded when Committed < truth.Items => $"The job succeeded with {Committed} of {truth.Items} items.",
            JobPhase.Succeeded when truth.Poisoned >= 0 || truth.Killing >= 0 || truth.HasNoAnswer => "The job succeeded although it could not.",
            JobPhase.Succeeded => truth.Work.CheckAnswer(outcome.Result.Span),
            JobPhase.Cancelled when truth.CancelAt < 0 => "The job was cancelled by nobody.",
            JobPhase.Failed => CheckFailure(outcome),
            _ => null,
        };
    }

    private string? CheckFailure(JobOutcome outcome)
    {
        var isMeant = outcome.Failure?.Kind switch
        {
            "deadline" => truth.Spec.Policy.Deadline is not null,
            "unresponsive" => truth.HasHung,
            "input" => truth.PoisonFault == FailureFault.Input && truth.Poisoned >= 0,
            "kernel" => truth.Poisoned >= 0,
            "answer" => truth.HasNoAnswer,
            Suspicion.FailureKind => true,
            _ => false,
        };
        if (!isMeant)
        {
            return truth.Work.Explain(outcome.Failure!);
        }

        if (outcome.Failure!.Kind is not ("kernel" or "unresponsive" or Suspicion.FailureKind) || truth.Spec.Policy.OnQuarantine == FailurePolicy.FailFast)
        {
            return null;
        }

        var rest = _quarantined.Sum(range => range.Length);
        return Committed + rest != truth.Items || _quarantined.Exists(range => Covered(range) > 0)
            ? $"{Committed} items are committed and {rest} given up, of {truth.Items}."
            : null;
    }

    /// <summary>What is kept of the input is that of what is given up, all of it unless a part of that was given away before.</summary>
    private static string? CheckInput(LedgerEvent.Quarantined it) =>
        it.Input is { } input && (!it.Range.Covers(input.Range) || input.Range.Start != it.Range.Start)
            ? $"{it.Range} is given up with the input of {input.Range}"
            : null;

    /// <summary>
    /// One shard is given up for its silos' deaths, when one more has died under it, and not for what another's kernel did. That the weather struck it each time is
    /// bad luck.
    /// </summary>
    private string? CheckVerdict(LedgerEvent.Quarantined it)
    {
        if (it.Failure.Kind != Suspicion.FailureKind)
        {
            return null;
        }

        if (_deaths.GetValueOrDefault(it.Shard) is null || (profile.IsFair && !it.Range.Contains(truth.Killing)))
        {
            return $"{it.Range} is given up, and {(profile.IsFair ? "kills nobody" : "its silo did not die")}: {it.Failure.Message}";
        }

        return EvenCut.PartAt(truth.Items, _planned, it.Range.Start) != EvenCut.PartAt(truth.Items, _planned, it.Range.End - 1)
            ? $"{it.Range} is given up, more than one shard: {it.Failure.Message}"
            : !it.Range.Contains(truth.Killing) && killedSilos.Contains(_silos[it.Shard])
                ? $"{it.Range} is given up for silo {_silos[it.Shard]}, which another shard killed: {it.Failure.Message}"
            : null;
    }

    private string? OnCommitted(LedgerEvent.Committed it)
    {
        _commits.Add(it);
        if (it.Number != _commits.Count)
        {
            return $"Commit {_commits.Count} has number {it.Number}.";
        }

        if (_latest.GetValueOrDefault(it.Shard) != it.Attempt)
        {
            return $"{it.Range} is committed by attempt {it.Attempt} of shard {it.Shard}, the latest is {_latest.GetValueOrDefault(it.Shard)}.";
        }

        var planned = it.Shard < _planned ? EvenCut.Of(truth.Items, _planned, it.Shard) : RangeOf(it.Shard);
        if (it.Range.Start < planned.Start || it.Range.End > planned.End)
        {
            return $"{it.Range} is not of shard {it.Shard}, {planned}.";
        }

        if (it.Range.End > truth.Items || Covered(it.Range) > 0)
        {
            return $"{it.Range} was committed before, in part or whole.";
        }

        Array.Fill(_covered, true, (int)it.Range.Start, (int)it.Range.Length);
        Committed += it.Range.Length;
        return truth.Work.CheckPartial(it.Range, it.Payload.Inline.Span);
    }

    private string? Begins(int shard, long attempt)
    {
        _running[shard] = attempt;
        var isNew = true;
        for (var one = shard; one <= shard + _more.GetValueOrDefault(shard); one++)
        {
            isNew &= attempt > _latest.GetValueOrDefault(one);
            _latest[one] = attempt;
        }

        return isNew ? null : $"Attempt {attempt} of shard {shard} was given before.";
    }

    private string? Widen(LedgerEvent.Granted it)
    {
        if (it.More > 0 && !_more.ContainsKey(it.Shard))
        {
            Runs++;
            _more[it.Shard] = it.More;
            _ranges[it.Shard] = new ItemRange(RangeOf(it.Shard).Start, RangeOf(it.Shard + it.More).End);
        }

        return it.More == _more.GetValueOrDefault(it.Shard) ? null : $"The run of shard {it.Shard} has {_more.GetValueOrDefault(it.Shard)} more shards, not {it.More}.";
    }

    private string? Cut(LedgerEvent.Split it)
    {
        var range = RangeOf(it.Shard);
        if (it.At <= range.Start || it.At >= range.End || _covered.AsSpan((int)it.At - 1, 2).Contains(true))
        {
            return $"Shard {it.Shard}, {range}, is cut at {it.At}, which is not inside what is left of it.";
        }

        Splits++;
        if (it.NewShard < Shards)
        {
            var more = _more.GetValueOrDefault(it.Shard);
            _more[it.NewShard] = it.Shard + more - it.NewShard;
            _more[it.Shard] = it.NewShard - it.Shard - 1;
            if (it.NewShard <= it.Shard || _more[it.NewShard] < 0 || EvenCut.Of(truth.Items, _planned, it.NewShard).Start != it.At)
            {
                return $"The run of shard {it.Shard} and {more} more is cut at {it.At}, where shard {it.NewShard} does not begin.";
            }
        }
        else
        {
            Shards++;
        }

        _ranges[it.Shard] = new ItemRange(range.Start, it.At);
        _ranges[it.NewShard] = new ItemRange(it.At, range.End);
        return null;
    }

    private ItemRange RangeOf(int shard) => _ranges.TryGetValue(shard, out var range) ? range : EvenCut.Of(truth.Items, _planned, shard);

    private int Covered(ItemRange range) => _covered.AsSpan((int)range.Start, (int)range.Length).Count(true);

    private bool IsRunning(int shard, long attempt) => Outcome is null && _running.GetValueOrDefault(shard) == attempt;

    private bool IsCommitted(CommitAnswer it) =>
        it.Number >= 1 && it.Number <= _commits.Count && _commits[(int)it.Number - 1] is var commit
        && commit.Shard >= it.Shard && commit.Shard <= it.Shard + _more.GetValueOrDefault(it.Shard) && commit.Attempt == it.Attempt && commit.Range.Start >= it.Start;
}
