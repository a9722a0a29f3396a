using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.Output;

/// <summary>What a job meets where slots are granted, for people.</summary>
internal static class SlotWaitText
{
    // A cluster of hundreds has hundreds that say the same.
    private const int MostSilos = 20;

    public static IEnumerable<string> Lines(SlotWait wait)
    {
        yield return $"wants    {Figures.Count(wait.Wanted, "more slot")}, priority {wait.Priority}: {Block(wait)}";
        foreach (var silo in wait.Silos.Take(MostSilos))
        {
            yield return $"silo     {Text(silo)}";
        }

        if (wait.Silos.Count > MostSilos)
        {
            yield return $"silo     … and {Figures.Count(wait.Silos.Count - MostSilos)} more; 'eg silo list' shows them";
        }

        yield return $"before   {Before(wait)}";
        if (wait.Alone.Count > 0)
        {
            yield return $"alone    an empty silo goes first to a shard that is to run alone, of job {string.Join(", ", wait.Alone)}{(wait.AloneBefore is { } ahead ? $"; {Figures.Count(ahead, "job")} before this one" : "")}";
        }

        if (Starts(wait) is { } starts)
        {
            yield return $"starts   {starts}";
        }
    }

    private static string Block(SlotWait wait) => wait.Block switch
    {
        SlotBlock.None => $"{Figures.Count(wait.Granted)} {(wait.Granted == 1 ? "is" : "are")} free for it, and granted by its next request",
        SlotBlock.NoSilo => "no silo has reported any slots",
        SlotBlock.Retired => "every slot is retired: a kernel call never came back",
        SlotBlock.Kept => "slots are free, but kept for a shard that is to run alone",
        _ => "none is free",
    };

    private static string Text(SiloUse silo)
    {
        List<string> parts = [$"{silo.Silo}  {silo.Slots - silo.Free - silo.Retired} of {Figures.Count(silo.Slots, "slot")} taken"];
        if (silo.Express > 0)
        {
            parts[0] += $", {silo.Express - silo.FreeExpress} of {Figures.Count(silo.Express, "express slot")}";
        }

        if (silo.Holders.Count > 0)
        {
            parts.Add(string.Join(", ", silo.Holders.Select(Text)));
        }

        if (silo.Retired > 0)
        {
            parts.Add($"{silo.Retired} retired: a kernel call never came back; restart that silo");
        }

        if (silo.KeptFor is { } job)
        {
            parts.Add($"kept for a shard of job {job} that is to run alone");
        }

        return string.Join("; ", parts);
    }

    private static string Text(SlotHolder holder)
    {
        var express = holder.Express > 0 ? $" (express {holder.Express})" : "";
        var offered = holder.Offered > 0 ? $" ({holder.Offered} offered, not taken yet)" : "";
        return $"job {holder.JobId} {holder.Slots + holder.Express}{express}{offered}";
    }

    private static string Before(SlotWait wait)
    {
        if (wait.JobsBefore == 0)
        {
            return "no other job: the next free slot is this one's";
        }

        var named = string.Join(", ", wait.Before.Select(job => $"{job.JobId} (wants {job.Wanted}, priority {job.Priority})"));
        var more = wait.JobsBefore > wait.Before.Count ? $" and {Figures.Count(wait.JobsBefore - wait.Before.Count)} more" : "";
        return $"{Figures.Count(wait.JobsBefore, "job")} that {(wait.JobsBefore == 1 ? "wants" : "want")} {Figures.Count(wait.SlotsBefore, "slot")}, by priority and first come: {named}{more}";
    }

    private static string? Starts(SlotWait wait)
    {
        var express = wait.ExpressBefore is { } before
            ? $"; or, as it has no slot at all, an express slot{(before == 0 ? "" : $" behind {Figures.Count(before, "other job")}")}: those who have one give it back after their turn"
            : "";
        return wait.Block switch
        {
            SlotBlock.None => null,
            SlotBlock.NoSilo => "a silo that starts",
            SlotBlock.Retired => "a silo that starts, or is started again",
            SlotBlock.Kept => $"the end of that shard's turn, or another silo's slot{express}",
            _ when wait.SlotsBefore == 0 => $"the next slot that comes free, or a silo more{express}",
            _ => $"{Figures.Count(wait.SlotsBefore + 1)} slots that come free, or silos with so many more; fewer where jobs before it are cancelled or want less{express}",
        };
    }
}
