using System.Net;
using System.Net.Sockets;
using ElasticGrains.Runtime.Membership;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Tests.Membership;

/// <summary>What is found at the address of a dead silo, on real sockets.</summary>
public class SiloInspectionTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    // Connecting to this machine takes less, also while it does other things.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Look_WhereNothingListens_FindsThatTheProcessHasEnded()
    {
        // Bound and not listened on: no other process can get the port meanwhile.
        using var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Equal(SiloRemains.Nothing, await SiloInspection.LookAsync(held.LocalEndPoint!, Long, default));
    }

    // The kernel takes connections for a process that does not.
    [Fact]
    public async Task Look_AtAProcessThatStandsStill_FindsSilence()
    {
        using var mute = Listen();

        Assert.Equal(SiloRemains.Silence, await SiloInspection.LookAsync(mute.LocalEndPoint!, Short, default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_AtAProcessThatSpeaksOrHangsUp_KnowsNothing(bool speaks)
    {
        using var lively = Listen();
        var answering = AnswerAsync(lively, speaks);

        Assert.Equal(SiloRemains.Unknown, await SiloInspection.LookAsync(lively.LocalEndPoint!, Long, default));
        await answering;
    }

    [Fact]
    public async Task Look_ThatIsGivenUp_KnowsNothing()
    {
        using var mute = Listen();
        using var stop = new CancellationTokenSource();
        var look = SiloInspection.LookAsync(mute.LocalEndPoint!, Long, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(SiloRemains.Unknown, await look);
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static async Task AnswerAsync(Socket listener, bool speaks)
    {
        using var connection = await listener.AcceptAsync();
        if (speaks)
        {
            await connection.SendAsync(new byte[] { 1 });
        }
    }
}
