namespace ElasticGrains.Storage.Durable;

/// <summary>A <see cref="WriteRequest{TContext}"/> with an answer.</summary>
internal sealed class WriteRequest<TContext, T>(Func<TContext, T> work, long bytes) : WriteRequest<TContext>
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;
    private Exception? _error;

    public override long Bytes => bytes;

    public override void Run(TContext context)
    {
        _error = null;
        _answer = work(context);
    }

    public override void Fail(Exception error) => _error = error;

    public override void Answer()
    {
        if (_error is { } error)
        {
            _done.TrySetException(error);
        }
        else
        {
            _done.TrySetResult(_answer!);
        }
    }

    public Task<T> WaitAsync(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled ? WaitOrGiveUpAsync(cancellationToken) : _done.Task;

    private async Task<T> WaitOrGiveUpAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (TryGiveUp())
                {
                    _done.TrySetCanceled(token);
                }
            },
            null);
        return await _done.Task;
    }
}
