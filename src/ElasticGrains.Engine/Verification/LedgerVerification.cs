using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// Checks the jobs of a ledger one after the other, each by itself, and at the end what concerns several: that no slot was held twice at
/// once, that whoever has the answer of another job has it rightly, and that no work waited beside a free slot without a reason. Keeps some
/// hundred bytes for each attempt, and for each job that may lend its answer.
/// </summary>
/// <param name="asOf">
/// When reading began, for ledgers that are in use: what is newer may be known of one job and not of another. Null where nothing changes.
/// </param>
public sealed class LedgerVerification(DateTimeOffset? asOf = null)
{
    /// <summary>How long after a job's end everything that it used must be free again.</summary>
    public static readonly TimeSpan RestWithin = TimeSpan.FromSeconds(60);

    private readonly List<Finding> _findings = [];
    private readonly List<AttemptTrace> _attempts = [];
    private readonly List<(string JobId, IReadOnlyList<WaitingSpan> Spans)> _waits = [];
    private readonly List<WaitingSpan> _silos = [];
    private readonly CopyBook _copies = new(asOf);
    private VerificationReport _report = new(0, 0, 0, 0, 0, []);

    /// <summary>Checks a job by itself.</summary>
    /// <returns>What its attempts come to.</returns>
    public JobAccount Add(LedgerDump dump)
    {
        ArgumentNullException.ThrowIfNull(dump);
        var findings = new FindingList(dump.Job.Id);
        var fold = LedgerVerifier.Check(dump, findings);
        if (asOf - dump.Job.Totals.FinishedAt > RestWithin)
        {
            PayloadCheck.FindOrphans(dump, findings);
        }

        _copies.Add(dump.Job.Id, dump.Events.Select(row => row.Event));
        _findings.AddRange(findings.All);
        _attempts.AddRange(fold.Attempts.All);
        _waits.Add((dump.Job.Id, fold.Waits.Close()));
        if (fold.Waits.WantedSilo is { } wanted)
        {
            _silos.Add(wanted);
        }

        _report = _report with
        {
            Jobs = _report.Jobs + 1,
            Shards = _report.Shards + fold.Shards,
            Commits = _report.Commits + dump.Commits.Count,
            Attempts = _report.Attempts + fold.Attempts.All.Count,
            Bytes = _report.Bytes + dump.Commits.Sum(commit => commit.Payload.Length),
        };
        return fold.Attempts.Account(fold.Final is not null);
    }

    /// <summary>Takes note of a job that is not checked itself, because one that is has its answer.</summary>
    public void Consult(JobHistory source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _copies.Note(source.JobId, source.Events);
    }

    /// <summary>Checks what concerns several jobs, and says what was found in all.</summary>
    public VerificationReport Complete()
    {
        var findings = new List<Finding>(_findings);
        SlotCheck.Run(_attempts, findings);
        _copies.Check(findings);
        FreeSlotCheck.Run(_attempts, _waits, _silos, asOf, findings);
        return _report with { Findings = findings };
    }
}
