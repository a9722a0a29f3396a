using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A job under this writer: the machine, the reducer, and the execution of effects.</summary>
internal sealed partial class RunningJob
{
    private readonly JobServices _services;
    private readonly JobMachine _machine;
    private readonly JobReducer _reducer;
    private readonly JobMessages _messages;
    private readonly MachineLog? _log;
    private readonly DurablePart _durable;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<JobEvent> _told = [];
    private Func<JobAppend, Task<AppendOutcome>> _append;
    private JobOutcome? _outcome;
    private string? _stoodDown;
    private bool _hasEnded;
    private bool _isOpen;
    private bool _isTelling;
    private readonly bool _wasEnded;

    private RunningJob(JobServices services, JobMachine machine, JobReducer reducer, JobMessages messages, MachineLog? log, ILogger logger)
    {
        _services = services;
        _append = batch => services.Ledger.AppendAsync(batch);
        _machine = machine;
        _reducer = reducer;
        _messages = messages;
        messages.Shards.Listener = this;
        _log = log;
        _logger = logger;
        _wasEnded = machine.State.Phase.IsFinal();
        _durable = new DurablePart(machine.State.LastNumber, machine.State.Committed);
        if (!_wasEnded)
        {
            _isOpen = true;
            services.Enter(JobId);
        }
    }

    public bool IsEnded => _hasEnded || _stoodDown is not null;

    /// <summary>True once another writer has the job.</summary>
    public bool IsStoodDown => _stoodDown is not null;

    /// <summary>True while nothing runs and nothing is being written: it waits for a slot.</summary>
    public bool IsWaiting => _machine.IsWaiting;

    /// <summary>How long it has until its deadline; null when it has none, or has ended.</summary>
    public TimeSpan? UntilDeadline =>
        !IsEnded && _machine.State.Spec.Policy.Deadline is { } deadline ? _machine.State.OpenedAt + deadline - _services.Time.GetUtcNow() : null;

    /// <summary>Done once the job has ended or another writer has it.</summary>
    public Task Ended => _ended.Task;

    private string JobId => _machine.State.Spec.Id;

    /// <summary>An effect may answer at once with another event: that waits until the effects before it are carried out.</summary>
    public void Tell(JobEvent happened)
    {
        _told.Enqueue(happened);
        if (_isTelling)
        {
            return;
        }

        _isTelling = true;
        try
        {
            while (_told.TryDequeue(out var next))
            {
                Handle(next);
            }
        }
        finally
        {
            _isTelling = false;
        }
    }

    /// <summary>Ends a job, from before there was a limit, whose input would break the connection to whoever computes.</summary>
    public void EndWhenOversized()
    {
        // What was accepted under a higher limit of the silos goes on.
        var most = Math.Max(_services.Environment.MaxInputBytes, InputLimit.Most);
        if (_machine.State.Phase == JobPhase.Running && InputLimit.Problem(_machine.State.Spec, most) is { } oversized)
        {
            Tell(new JobEvent.AnswerFailed(new Failure(FailureFault.Input, InputLimit.Kind, oversized.Message)));
        }
    }

    /// <summary>Somebody reads partials until then: tell of new ones.</summary>
    public void WatchUntil(DateTimeOffset time) => _messages.WatchedUntil = time;

    public Task RefreshPreviewAsync() => IsEnded ? Task.CompletedTask : _reducer.RefreshPreviewAsync();

    /// <summary>It is not this writer's, or perhaps not there at all: nothing of it may happen.</summary>
    private void Abandon(SlotLease? slot)
    {
        _log?.Dispose();
        Leave();
        if (slot is not null)
        {
            _messages.Send(new JobEffect.ReturnSlot(slot));
        }
    }

    private void Handle(JobEvent happened)
    {
        var now = _services.Time.GetUtcNow();
        var effects = _machine.Handle(happened, now);
        _log?.Write(now, happened, effects, MachineStates.Of(_machine));
        foreach (var effect in effects)
        {
            CarryOut(effect);
        }

        _messages.Hint(_durable.Number, _machine.State.Phase, happened is JobEvent.Tick, now);
    }

    private void CarryOut(JobEffect effect)
    {
        switch (effect)
        {
            case JobEffect.Append append:
                _ = AppendAsync(append.Batch);
                break;
            case JobEffect.Reduce reduce:
                _reducer.Add(reduce.Commits, reduce.Silo, cost => Tell(new JobEvent.Joined(cost)));
                break;
            case JobEffect.Conclude conclude:
                _ = MakeAnswerAsync(() => _reducer.ConcludeAsync(conclude.Commits, conclude.Silo));
                break;
            case JobEffect.MakeAnswer:
                _ = MakeAnswerAsync(_reducer.FinishAsync);
                break;
            case JobEffect.Complete:
                _hasEnded = true;
                Leave();
                if (!_wasEnded)
                {
                    GridMeter.JobEnded(_machine.State.Phase);
                    Log.JobEnded(_logger, _machine.State.Phase == JobPhase.Succeeded ? LogLevel.Debug : LogLevel.Information, JobId, _machine.State.Phase);
                    _services.Sweep(_machine.State, _logger);
                }

                _reducer.Forget();
                _log?.Dispose();
                _ended.TrySetResult();
                _messages.Complete(_durable.Number, _machine.State.Phase, _services.Time.GetUtcNow());
                break;
            case JobEffect.HandOver when !_hasEnded:
                StandDown("it is handed over to another silo");
                break;
            case JobEffect.HandOver:
                break;
            case JobEffect.StandDown standDown:
                StandDown(standDown.Reason);
                GridMeter.JobFenced();
                Log.JobStoodDown(_logger, JobId, standDown.Reason);
                break;
            case JobEffect.Violation violation:
                Log.Violation(_logger, JobId, violation.Story);
                break;
            default:
                _messages.Send(effect);
                break;
        }
    }

    private async Task AppendAsync(JobAppend batch)
    {
        JobEvent answer;
        AppendStatus? status = null;
        var began = _services.Time.GetTimestamp();
        using var activity = GridTrace.Start("ledger append", _machine.State.Accepted.TraceParent, JobId);
        try
        {
            var outcome = await _append(batch);
            status = outcome.Status;
            _durable.Count(batch, outcome.Status);
            answer = new JobEvent.Appended(batch.Version, outcome);
        }
#pragma warning disable CA1031 // Whatever went wrong, whether the append was applied is unknown: the machine sends it again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.AppendFailed(_logger, JobId, error.Message);
            activity.Fail(error.Message);
            answer = new JobEvent.AppendFailed(batch.Version, error.Message);
        }

        GridMeter.Appended(_services.Time.GetElapsedTime(began), status);
        Tell(answer);
    }

    private async Task MakeAnswerAsync(Func<Task<byte[]>> make)
    {
        var answer = await _reducer.AnswerAsync(make);
        if (IsEnded && answer is JobEvent.AnswerReady { Block: not null })
        {
            // The job was cancelled while it was stored: what was swept at its end was without it.
            _services.Blocks.SweepAsync(JobId).Forget(_logger);
        }

        Tell(answer);
    }
}
