using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Tests.Durable;

public class WritingQueueTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Request_OneAfterTheOther_IsNeverKeptForOthers()
    {
        var queue = new WritingQueue<Request>(ForEver, request => request, WriteAsync, () => Task.CompletedTask);

        for (var n = 0; n < 3; n++)
        {
            var request = new Request();
            queue.Add(request);
            Assert.Equal(1, await request.Written.WaitAsync(Patience));
        }

        await queue.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Requests_AfterThoseThatSharedAWrite_ShareTheNext()
    {
        var first = new TaskCompletionSource();
        var queue = new WritingQueue<Request>(
            TimeSpan.FromSeconds(1),
            request => request,
            async batch =>
            {
                await first.Task;
                await WriteAsync(batch);
            },
            () => Task.CompletedTask);
        Request[] requests = [.. Enumerable.Range(0, 5).Select(_ => new Request())];
        queue.Add(requests[0]);
        queue.Add(requests[1]);
        queue.Add(requests[2]);
        first.SetResult();
        await requests[2].Written.WaitAsync(Patience);

        // These come one after the other within the time for which the writer waits.
        queue.Add(requests[3]);
        await Task.Yield();
        queue.Add(requests[4]);

        var sharedBy = await Task.WhenAll(requests[3].Written, requests[4].Written).WaitAsync(Patience);
        Assert.Equal([2, 2], sharedBy);
        await queue.StopAsync().WaitAsync(Patience);
    }

    private static Task WriteAsync(List<Request> batch)
    {
        foreach (var request in batch)
        {
            request.SharedBy = batch.Count;
            request.Answer();
        }

        return Task.CompletedTask;
    }

    private sealed class Request : WriteRequest
    {
        private readonly TaskCompletionSource<int> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override long Bytes => 1;

        public int SharedBy { get; set; }

        public Task<int> Written => _written.Task;

        public override void Fail(Exception error) => _written.SetException(error);

        public override void Answer() => _written.SetResult(SharedBy);
    }
}
