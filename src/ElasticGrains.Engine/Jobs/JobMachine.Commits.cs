using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Commits, heartbeats and taking over from an earlier writer.</summary>
public sealed partial class JobMachine
{
    private void OnCommitOffered(ShardCommit commit)
    {
        var shard = State.Find(commit.Shard);
        if (shard is null || State.Phase.IsFinal())
        {
            Fence(commit);
        }
        else if (_rules.IsResend(shard, commit))
        {
            _outbox.AfterStaged(Accepted(commit, shard.LastCommit!.Value.Number));
        }
        else if (_rules.IsCurrent(shard, commit.Attempt))
        {
            CommitCurrent(shard, commit);
        }
        else if (_rules.IsBeforeAdoption(shard, commit.Attempt))
        {
            AnswerNotReady(commit);
        }
        else
        {
            Fence(commit);
        }
    }

    private void CommitCurrent(ShardState shard, ShardCommit commit)
    {
        if (!_live.TryGetValue(shard.Number, out var live) || live.IsUnclaimed)
        {
            AnswerNotReady(commit);
            return;
        }

        live.Hear(_now);
        if (_rules.Continues(shard, commit.Range) && Pieces(shard, commit) is { } committed)
        {
            Advance(live, commit.Range.End);
            var wasIdle = _outbox.IsIdle || _wasTrying;
            foreach (var piece in committed)
            {
                Stage(piece);
            }

            Rank(shard.Number);

            _outbox.AfterStaged(Accepted(commit, committed[^1].Number));
            if (wasIdle && State.Phase == JobPhase.Finishing && !_answerAsked)
            {
                Conclude(committed, shard.Silo);
                return;
            }

            _outbox.AfterStaged(new JobEffect.Reduce(committed, shard.Silo));
            Acquit(shard);
            MakeAnswerWhenCovered();
        }
        else if (commit.Range.End > shard.CommittedEnd)
        {
            // Said only by one that still is the writer: a deposed one may have meant another shard by this number, which nobody ever heard of.
            _outbox.AfterStaged(new JobEffect.Violation(
                $"Shard {shard.Number}, attempt {commit.Attempt} offered {commit.Range} in {commit.Pieces.Count} pieces; committed to {shard.CommittedEnd}, ends at {shard.End}."));
            Fence(commit);
        }

        // Else: a late copy of an older commit, answered long ago.
    }

    /// <summary>The events of a commit's pieces; null when they are not what a run may offer.</summary>
    private LedgerEvent.Committed[]? Pieces(ShardState run, ShardCommit commit)
    {
        var committed = new LedgerEvent.Committed[commit.Pieces.Count];
        var number = _rules.NextNumber(State);
        var end = commit.Range.Start;
        for (var i = 0; i < committed.Length; i++)
        {
            var piece = commit.Pieces[i];
            var shard = State.ShardAt(run, piece.Range.Start);
            if (!_rules.IsPiece(piece.Range, end, State.RangeOf(run, shard)))
            {
                return null;
            }

            committed[i] = new LedgerEvent.Committed(number + i, shard, commit.Attempt, piece.Range, piece.Payload, _now);
            end = piece.Range.End;
        }

        return committed;
    }

    /// <summary>The last ranges and the answer become durable together, which saves a flush; but the ranges wait for it no longer than a tick.</summary>
    private void Conclude(IReadOnlyList<LedgerEvent.Committed> last, string? silo)
    {
        _answerAsked = _isConcluding = true;
        _outbox.Now(new JobEffect.Conclude(last, silo));
    }

    private void OnReported(ShardReport report)
    {
        var shard = State.Find(report.Shard);
        if (shard is null || State.Phase.IsFinal())
        {
            AnswerReport(report, ReportStatus.Fenced, report.Attempt, 0);
            return;
        }

        if (_rules.IsCurrent(shard, report.Attempt) && _live.TryGetValue(report.Shard, out var live))
        {
            // What is to run alone begins only when the ledger has that it is there: its silo's death is then evidence for every writer.
            var isNews = live.IsUnclaimed || shard is { IsAlone: true, HasSlot: false };
            live.Lease = report.Lease;
            live.Hear(_now);
            if (live.HasReported)
            {
                Advance(live, report.Position);
            }

            live.Position = Math.Max(live.Position, report.Position);
            live.CommitInterval = report.CommitInterval;
            live.Stalled = report.Stalled;
            live.HasReported = true;
            Rank(shard.Number);
            if (isNews)
            {
                EndAdoption();
                Stage(new LedgerEvent.Adopted(shard.Number, report.Attempt, _rules.NextAttempt(shard), _now));
                AnswerReport(report, ReportStatus.Adopted, shard.Attempt, shard.CommittedEnd);
            }
            else
            {
                // What is staged can only be a commit of its own: it must hear from its job while the ledger is away.
                _outbox.Now(new JobEffect.AnswerReport(
                    new ReportAnswer(report.Shard, report.Attempt, ReportStatus.Current, report.Attempt, shard.CommittedEnd)));
            }
        }
        else if (_rules.IsBeforeAdoption(shard, report.Attempt))
        {
            AnswerReport(report, ReportStatus.Adopted, shard.Attempt, shard.CommittedEnd);
        }
        else
        {
            AnswerReport(report, ReportStatus.Fenced, report.Attempt, shard.CommittedEnd);
        }
    }

    /// <summary>Attempts that the ledger says are running get a moment to report; planned and ended ones wait until it is over.</summary>
    private void Recover(JobEvent.Activated activated)
    {
        foreach (var shard in State.Touched.Where(shard => shard.Phase == ShardPhase.Running).OrderBy(shard => shard.Number))
        {
            _live.Add(shard.Number, new LiveAttempt(lease: null, _now) { Position = shard.CommittedEnd });
        }

        _isHandedOver = activated.IsHandedOver;
        _suspects.Recover(_live.Keys);
        foreach (var loss in activated.Gone)
        {
            OnSiloLost(loss);
        }

        if (activated.IsHandedOver && _rules.SaysHandedOverAgain)
        {
            RepeatHandedOver();
        }

        _adoptUntil = _live.Count > 0 ? _now + (activated.IsHandedOver ? _timings.HandedOverWindow : _timings.AdoptionWindow) : null;
        EndAdoption();
    }

    private void EndAdoption()
    {
        if (_adoptUntil is { } until && (_now >= until || !_live.Values.Any(live => live.IsUnclaimed)))
        {
            _adoptUntil = null;
            LoseWhere(live => live.IsUnclaimed, "it did not report to the new writer", LedgerReasons.NotAdopted);
        }
    }

    /// <summary>This process stood still: others were silent only from its own point of view.</summary>
    private void ForgiveSilence(TimeSpan gap)
    {
        foreach (var live in _live.Values)
        {
            live.Forgive(gap);
        }

        _adoptUntil += gap;
    }

    private JobEffect.AnswerCommit Accepted(ShardCommit commit, long number) =>
        new(new CommitAnswer(commit.Shard, commit.Attempt, commit.Range.Start, CommitStatus.Accepted, number, _joinCost));

    private static JobEffect.AnswerCommit Refused(ShardCommit commit, CommitStatus status) =>
        new(new CommitAnswer(commit.Shard, commit.Attempt, commit.Range.Start, status, Number: 0, JoinCost: default));

    private void AnswerNotReady(ShardCommit commit) => _outbox.Now(Refused(commit, CommitStatus.NotReady));

    // What fences it may be staged only: a writer that dies or is deposed before that is durable must not have stopped anybody.
    private void Fence(ShardCommit commit) => _outbox.AfterStaged(Refused(commit, CommitStatus.Fenced));

    private void AnswerReport(ShardReport report, ReportStatus status, long attempt, long committedEnd) =>
        _outbox.AfterStaged(new JobEffect.AnswerReport(new ReportAnswer(report.Shard, report.Attempt, status, attempt, committedEnd)));
}
