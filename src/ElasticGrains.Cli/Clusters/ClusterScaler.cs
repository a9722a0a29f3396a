using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Elasticity;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Starts and drains silo processes of this machine as the cluster's own signal asks for it, and says what it does and why.</summary>
internal sealed class ClusterScaler
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // A manager that is made anew on another silo answers within a few seconds.
    private static readonly TimeSpan SilenceToTell = TimeSpan.FromSeconds(15);

    private readonly LocalCluster _cluster;
    private readonly ClusterView _view;
    private readonly ScaleLimits _limits;
    private readonly ElasticSize _size;
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private Task<Answer>? _asked;
    private DateTimeOffset _answeredAt = Now;
    private bool _hasToldSilence;

    public ClusterScaler(LocalCluster cluster, ClusterView view, ScaleLimits limits) =>
        (_cluster, _view, _limits, _size) = (cluster, view, limits, new ElasticSize(limits.MinSilos, limits.MaxSilos));

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Follows the signal until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TellEnds();
            if (await AnswerAsync(cancellationToken) is { } answer)
            {
                Follow(answer);
            }

            StartMissing();
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private void TellEnds()
    {
        foreach (var ended in _cluster.TakeEnded())
        {
            using var silo = ended;
            if (silo.IsAskedToEnd && silo.ExitCode == 0)
            {
                Terminal.Note($"{silo.Name} (pid {silo.Id}) has left");
                continue;
            }

            var how = $"{silo.Name} (pid {silo.Id}) {silo.Obituary()}";
            if (silo.IsAskedToEnd)
            {
                Terminal.Note(how);
                continue;
            }

            // Whoever drained it by hand wants one fewer.
            var isFewer = silo.ExitCode == 0 && _size.Lower();
            var pause = isFewer ? TimeSpan.Zero : _size.Ended(Now - silo.StartedAt, Now);
            Terminal.Note(how + (isFewer ? $"; there are {Figures.Count(_size.Target, "silo")} now" : "; another takes its place") + After(pause));
        }
    }

    private string After(TimeSpan pause) => pause == TimeSpan.Zero
        ? ""
        : $". It is the {_size.EarlyDeaths}. in a row that ended within {Duration.Text(ElasticSize.SoundAfter)} of its start: the next is started in {Duration.Text(pause)}";

    /// <summary>One question at a time, for which nothing waits: a silo that dies meanwhile is replaced although nobody answers.</summary>
    private async Task<Answer?> AnswerAsync(CancellationToken cancellationToken)
    {
        _asked ??= AskAsync(cancellationToken);
        if (!_asked.IsCompleted)
        {
            return null;
        }

        try
        {
            var answer = await _asked;
            (_answeredAt, _hasToldSilence) = (Now, false);
            return answer;
        }
#pragma warning disable CA1031 // Whatever keeps the silos from answering: it is asked again, and said when it lasts.
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!_hasToldSilence && Now - _answeredAt > SilenceToTell)
            {
                _hasToldSilence = true;
                Terminal.Note($"the silos do not say how many there should be, so it stays at {_size.Target}: {ExceptionText.OneLine(error.Message)}");
            }

            return null;
        }
        finally
        {
            _asked = null;
        }
    }

    /// <summary>What is to go is known by its process: a silo of an earlier 'eg up' may have the same name but for what its start added.</summary>
    private async Task<Answer> AskAsync(CancellationToken cancellationToken)
    {
        var advice = await _view.ScaleAsync(_limits, cancellationToken);
        var goes = advice.Remove is null ? null : (await _view.SilosAsync(all: false, cancellationToken)).FirstOrDefault(silo => silo.Name == advice.Remove);
        return new Answer(advice, goes?.ProcessId);
    }

    private void Follow(Answer answer)
    {
        var advice = answer.Advice;
        var before = _size.Target;
        if (_size.RaiseTo(advice.WantedSilos, advice.Silos))
        {
            Terminal.Note($"{before} -> {Figures.Count(_size.Target, "silo")}: {advice.Reason}");
        }
        else if (advice.Remove is { } name && !_cluster.Silos.Any(silo => silo.IsAskedToEnd))
        {
            if (_cluster.Silos.FirstOrDefault(silo => silo.Id == answer.Goes) is not { } silo)
            {
                TellStranger(name);
            }
            else if (_size.Lower())
            {
                Terminal.Note($"{before} -> {Figures.Count(_size.Target, "silo")}, {silo.Name} is drained: {advice.Reason}");
                silo.Terminate();
            }
        }
    }

    private void TellStranger(string name)
    {
        if (_strangers.Add(name))
        {
            Terminal.Note($"{name} could go, but was not started here; 'eg silo drain {name}' removes it");
        }
    }

    private void StartMissing()
    {
        for (var missing = _size.Missing(_cluster.Silos.Count(silo => !silo.IsAskedToEnd), Now); missing > 0; missing--)
        {
            var silo = _cluster.Add();
            Terminal.Note($"{silo.Name} is started  pid {silo.Id}  log {silo.LogFile}");
        }
    }

    /// <summary>The advice, and the process that it wants gone; null for none.</summary>
    private sealed record Answer(ScaleAdvice Advice, int? Goes);
}
