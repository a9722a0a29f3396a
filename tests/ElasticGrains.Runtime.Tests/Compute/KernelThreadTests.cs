using ElasticGrains.Runtime.Compute;

namespace ElasticGrains.Runtime.Tests.Compute;

public class KernelThreadTests
{
    [Fact]
    public async Task Thread_DisposedTwice_EndsAfterItsWork()
    {
        // Often: whether the thread has ended by the second time is up to the processors.
        for (var i = 0; i < 500; i++)
        {
            var thread = new KernelThread("eg-test");
            var work = thread.RunAsync(() => i);
            thread.Dispose();
            Assert.Equal(i, await work);
            thread.Dispose();
            Assert.Throws<ObjectDisposedException>(() => thread.Post(() => { }));
        }
    }
}
