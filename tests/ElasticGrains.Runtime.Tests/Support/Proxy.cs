using System.Reflection;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>An interface of many methods, of which a test needs few.</summary>
public class Proxy : DispatchProxy
{
    internal Func<MethodInfo, object?[], object> Answer { get; set; } = (method, _) => throw new NotSupportedException(method.Name);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args ?? []);
}
