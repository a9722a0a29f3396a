using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>A network of its own, of one machine, that can lose packets: a network namespace of the kernel and its packet filter.</summary>
internal sealed partial class LossyNetwork : IAsyncDisposable
{
    private readonly Process _holder;

    private LossyNetwork(Process holder) => _holder = holder;

    /// <summary>What a command begins with that is to run there.</summary>
    public string[] Prefix => ["nsenter", $"--net=/proc/{_holder.Id}/ns/net", "--"];

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot() =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "A network of its own takes Linux and a superuser."
        : !Succeeds("unshare", "--net", "ip", "link") ? "This machine does not allow a network namespace."
        : !Succeeds("unshare", "--net", "nft", "list", "ruleset") ? "Losing packets takes nft (Debian: apt-get install nftables)."
        : null;

    public static async Task<LossyNetwork> CreateAsync()
    {
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity"]) { RedirectStandardOutput = true })!;
        Assert.Equal("up", await holder.StandardOutput.ReadLineAsync());
        return new LossyNetwork(holder);
    }

    /// <summary>From now on so many packets of a hundred are lost.</summary>
    public async Task LoseAsync(int percent)
    {
        await NftAsync("add", "table", "inet", "loss");
        await NftAsync("add", "chain", "inet", "loss", "in", "{ type filter hook input priority 0; }");
        await NftAsync("add", "rule", "inet", "loss", "in", $"numgen random mod 100 < {percent} counter drop");
    }

    /// <summary>How many were lost.</summary>
    public async Task<long> LostAsync() => long.Parse(Packets().Match(await NftAsync("list", "ruleset")).Groups[1].Value, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }

    [GeneratedRegex("packets ([0-9]+)")]
    private static partial Regex Packets();

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private async Task<string> NftAsync(params string[] arguments)
    {
        string[] command = [.. Prefix, "nft", .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
