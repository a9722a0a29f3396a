using System.CommandLine;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Bench;

/// <summary><c>eg bench</c>: figures with their controls, side by side in one run.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "Interleaved pairs (or runs, where there is no control).", DefaultValueFactory = _ => 5, CustomParser = Quantity.Between32(1) };
        return new Command("bench", "Measures the grid on this machine against a control in the same run.")
        {
            WordCount(pairs),
            Paired("pi", "CPU-bound work on two slots against one.", pairs, 20e9, (_, samples, count, token) => PiBench.SpeedUpAsync(samples, count, Console.Error, token)),
            Overhead(pairs),
            Items(pairs),
            Simple("start", "The wall time of a whole run of a tiny job.", pairs, (runs, token) => StartBench.RunAsync(runs, Console.Out, token)),
            Resume(pairs),
            Recovery(pairs),
            Elastic(pairs),
            Latency(pairs),
            Dispatch(pairs),
            Scale(pairs),
            Submit(pairs),
            Overload(),
            Blocks(pairs),
            Transfer(pairs),
            ByteSource.Create(),
            Device(pairs),
            Paired("scaling", "CPU-bound work on two silos of one slot against one.", pairs, 20e9, (_, samples, count, token) => ScalingBench.RunAsync(samples, count, Console.Error, token)),
        };
    }

    private static Command WordCount(Option<int> pairs)
    {
        var corpus = new Option<FileInfo>("--corpus") { Description = "A real text; it is repeated until it has the size.", Required = true };
        var size = new Option<long>("--size") { Description = "Bytes of text.", DefaultValueFactory = _ => 4L << 30, CustomParser = Quantity.Between(1) };
        var command = new Command("wordcount", "Words of a large text on two slots against a hand-written program of two threads.") { corpus, size, pairs };
        command.SetAction(async (parsed, token) => await PrintAsync(
            WordCountBench.RunAsync(parsed.GetRequiredValue(corpus).FullName, parsed.GetValue(size), parsed.GetValue(pairs), Console.Error, token)));
        return command;
    }

    private static Command Items(Option<int> pairs)
    {
        var items = new Option<long>("--items") { Description = "Items per job.", DefaultValueFactory = _ => 10_000_000, CustomParser = Quantity.Between(1) };
        var jobs = new Option<int>("--jobs") { Description = "Jobs per measurement, so that it lasts.", DefaultValueFactory = _ => 10, CustomParser = Quantity.Between32(1) };
        var silos = new Option<int>("--silos") { Description = "Silo processes; 0 measures the embedded grid.", DefaultValueFactory = _ => 0, CustomParser = Quantity.Between32(0) };
        var command = new Command("items", "Tiny items, each with its own durable result, against the same writes without a grid.") { items, jobs, silos, pairs };
        command.SetAction(async (parsed, token) => await PrintAsync(parsed.GetValue(silos) is > 0 and var count
            ? ItemsBench.RunAsync(count, parsed.GetValue(items), parsed.GetValue(jobs), parsed.GetValue(pairs), Console.Error, token)
            : ItemsBench.RunAsync(parsed.GetValue(items), parsed.GetValue(jobs), parsed.GetValue(pairs), Console.Error, token)));
        return command;
    }

    private static Command Overhead(Option<int> pairs)
    {
        var silos = new Option<int>("--silos") { Description = "Silo processes, of which the processor time is measured once they have run for three minutes; 0 measures the speed of the embedded grid.", DefaultValueFactory = _ => 0, CustomParser = Quantity.Between32(0) };
        var command = Paired("overhead", "CPU-bound work on the grid against a plain Parallel.For.", pairs, 15e9, (parsed, samples, count, token) => parsed.GetValue(silos) is > 0 and var processes
            ? ClusterOverheadBench.RunAsync(processes, samples, count, Console.Error, token)
            : PiBench.OverheadAsync(samples, count, Console.Error, token));
        command.Add(silos);
        return command;
    }

    private static Command Latency(Option<int> pairs)
    {
        var beside = new Option<int>("--beside") { Description = "Jobs of so many shards keep all slots busy meanwhile; 0 for none.", HelpName = "SHARDS", DefaultValueFactory = _ => 0, CustomParser = Quantity.Between32(0) };
        var command = new Command("latency", "A one-item job on a cluster, against a one-row commit.") { beside, pairs };
        command.SetAction((parsed, token) => LatencyBench.RunAsync(parsed.GetValue(pairs), parsed.GetValue(beside), Console.Out, token));
        return command;
    }

    private static Command Dispatch(Option<int> pairs)
    {
        var shards = new Option<int>("--shards") { Description = "Shards of one item per job.", DefaultValueFactory = _ => 20_000, CustomParser = Quantity.Between32(1) };
        var command = new Command("dispatch", "Shards of one item on two silos, each durable by itself, against rows by COPY.") { shards, pairs };
        command.SetAction(async (parsed, token) => await PrintAsync(DispatchBench.RunAsync(parsed.GetValue(shards), parsed.GetValue(pairs), Console.Error, token)));
        return command;
    }

    private static Command Scale(Option<int> rounds)
    {
        var most = new Option<int>("--shards") { Description = "The shards of the largest job.", DefaultValueFactory = _ => 1_000_000, CustomParser = Quantity.Between32(1) };
        var command = new Command("scale", "One job of 10,000, 100,000 … shards of one item on two silos: time and memory.") { most, rounds };
        command.SetAction((parsed, token) => ScaleBench.RunAsync(parsed.GetValue(most), parsed.GetValue(rounds), Console.Out, token));
        return command;
    }

    private static Command Submit(Option<int> rounds)
    {
        var jobs = new Option<int>("--jobs") { Description = "Jobs per round.", DefaultValueFactory = _ => 10_000, CustomParser = Quantity.Between32(1) };
        var clients = new Option<int>("--clients") { Description = "How many submit at once.", DefaultValueFactory = _ => 64, CustomParser = Quantity.Between32(1) };
        var command = new Command("submit", "Many jobs of ten items on two silos: accepted and completed, against one-row commits.") { jobs, clients, rounds };
        command.SetAction((parsed, token) => SubmitBench.RunAsync(parsed.GetValue(jobs), parsed.GetValue(clients), parsed.GetValue(rounds), Console.Out, token));
        return command;
    }

    private static Command Overload()
    {
        var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10, CustomParser = Quantity.Between32(1) };
        var command = new Command("overload", "Ten times as many small jobs as two silos complete: refusals, memory, and what becomes of accepted jobs.") { minutes };
        command.SetAction((parsed, token) => OverloadBench.RunAsync(parsed.GetValue(minutes), Console.Out, token));
        return command;
    }

    private static Command Blocks(Option<int> pairs)
    {
        var bytes = new Option<int>("--bytes") { Description = "The size of a block.", DefaultValueFactory = _ => 64 << 10, CustomParser = Quantity.Between32(1) };
        var clients = new Option<int>("--clients") { Description = "How many are put or read at once.", DefaultValueFactory = _ => 16, CustomParser = Quantity.Between32(1, 150) };
        var command = new Command("blocks", "Blocks put into the ledger's database and read back, against plain rows of the same bytes.") { bytes, clients, pairs };
        command.SetAction(async (parsed, token) =>
        {
            foreach (var report in await BlocksBench.RunAsync(parsed.GetValue(bytes), parsed.GetValue(clients), parsed.GetValue(pairs), Console.Error, token))
            {
                Console.WriteLine(report);
            }
        });
        return command;
    }

    private static Command Transfer(Option<int> pairs)
    {
        var cases = new Option<TransferCase[]>("--of") { Description = "What is measured, in turn.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<TransferCase>() };
        var bytes = new Option<int>("--bytes") { Description = "The size of a block.", DefaultValueFactory = _ => 32 << 20, CustomParser = Quantity.Between32(512 << 10, 32 << 20) };
        var command = new Command("transfer", "A block that a silo has in memory, fetched by another process over HTTP and through shared memory, against bare TCP.") { cases, bytes, pairs };
        command.SetAction((parsed, token) => TransferBench.RunAsync(parsed.GetValue(cases)!, parsed.GetValue(bytes), parsed.GetValue(pairs), Console.Out, Console.Error, token));
        return command;
    }

    private static Command Resume(Option<int> runs)
    {
        var commits = new Option<int>("--commits") { Description = "Committed ranges.", DefaultValueFactory = _ => 100_000, CustomParser = Quantity.Between32(1) };
        var command = new Command("resume", "The wall time of --resume on a job with many committed ranges.") { commits, runs };
        command.SetAction((parsed, token) => ResumeBench.RunAsync(parsed.GetValue(commits), parsed.GetValue(runs), Console.Out, token));
        return command;
    }

    private static Command Recovery(Option<int> runs)
    {
        var commits = new Option<int>("--commits") { Description = "Committed ranges that the job has.", DefaultValueFactory = _ => 1000, CustomParser = Quantity.Between32(1) };
        var losses = new Option<Loss[]>("--of") { Description = "What dies, in turn.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<Loss>() };
        var command = new Command("recovery", "kill -9 of silos of a cluster of three: until the job goes on, and what another job notices.") { commits, losses, runs };
        command.SetAction((parsed, token) => RecoveryBench.RunAsync(parsed.GetValue(losses)!, parsed.GetValue(runs), parsed.GetValue(commits), Console.Out, token));
        return command;
    }

    private static Command Elastic(Option<int> rounds)
    {
        var cases = new Option<ElasticCase[]>("--of") { Description = "What happens, in turn.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<ElasticCase>() };
        var command = new Command("elastic", "Silos die, freeze, leave and join in the middle of a job of waiting items: how long it takes, and what is computed again.") { cases, rounds };
        command.SetAction((parsed, token) => new ElasticBench(Console.Out).RunAsync(parsed.GetValue(cases)!, parsed.GetValue(rounds), token));
        return command;
    }

    private static Command Device(Option<int> runs)
    {
        var device = new Option<string?>("--device") { Description = "The device, as 'eg gpu list' names it. Default: the first.", HelpName = "DEVICE" };
        var scale = new Option<int>("--scale") { Description = "The size of everything, in percent of what large devices are measured with.", DefaultValueFactory = _ => 100, CustomParser = Quantity.Between32(1, 700) };
        var command = new Command("device", "Each device kernel on an accelerator, against its twin on one thread of the processor and against the device's limits.") { device, scale, runs };
        command.SetAction(parsed => new DeviceBench(Console.Out, parsed.GetValue(scale) / 100.0, parsed.GetValue(runs)).Run(parsed.GetValue(device)));
        return command;
    }

    private static Command Paired(
        string name, string description, Option<int> pairs, double samplesByDefault, Func<ParseResult, long, int, CancellationToken, Task<PairedReport>> run)
    {
        var samples = new Option<long>("--samples") { Description = "Samples per measurement.", DefaultValueFactory = _ => (long)samplesByDefault, CustomParser = Quantity.Between(1) };
        var command = new Command(name, description) { samples, pairs };
        command.SetAction(async (parsed, token) => await PrintAsync(run(parsed, parsed.GetValue(samples), parsed.GetValue(pairs), token)));
        return command;
    }

    private static Command Simple(string name, string description, Option<int> runs, Func<int, CancellationToken, Task> run)
    {
        var command = new Command(name, description) { runs };
        command.SetAction((parsed, token) => run(parsed.GetValue(runs), token));
        return command;
    }

    private static async Task PrintAsync(Task<PairedReport> report) => Console.WriteLine(await report);
}
