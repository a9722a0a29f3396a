namespace ElasticGrains.Engine.Elasticity;

/// <summary>How many slots were called for, as steps in time: a number holds until the next is noted.</summary>
internal sealed class DemandHistory(TimeSpan reach)
{
    private readonly List<Step> _steps = [];

    /// <summary>Notes what is called for now.</summary>
    public void Add(int demand, DateTimeOffset now)
    {
        if (_steps.Count > 0 && now < _steps[^1].Since)
        {
            // The clock was set back: what was when is not known any more.
            _steps.Clear();
        }

        if (_steps.Count == 0 || _steps[^1].Demand != demand)
        {
            _steps.Add(new Step(now, demand));
        }

        // The oldest that is kept began before the reach.
        while (_steps.Count > 1 && now - _steps[1].Since >= reach)
        {
            _steps.RemoveAt(0);
        }
    }

    /// <summary>The least and the most of a time until now; null when it is not known for so long.</summary>
    public (int Least, int Most)? Over(TimeSpan time, DateTimeOffset now)
    {
        if (_steps.Count == 0 || now - _steps[0].Since < time)
        {
            return null;
        }

        var (least, most) = (int.MaxValue, int.MinValue);
        for (var at = _steps.Count - 1; at >= 0; at--)
        {
            (least, most) = (Math.Min(least, _steps[at].Demand), Math.Max(most, _steps[at].Demand));
            if (now - _steps[at].Since >= time)
            {
                break;
            }
        }

        return (least, most);
    }

    /// <summary>Since when that holds of what is called for, without a break; now when it does not hold of the last.</summary>
    public DateTimeOffset SinceWhen(Func<int, bool> holds, DateTimeOffset now)
    {
        var since = now;
        for (var at = _steps.Count - 1; at >= 0 && holds(_steps[at].Demand); at--)
        {
            since = _steps[at].Since < since ? _steps[at].Since : since;
        }

        return since;
    }

    private readonly record struct Step(DateTimeOffset Since, int Demand);
}
