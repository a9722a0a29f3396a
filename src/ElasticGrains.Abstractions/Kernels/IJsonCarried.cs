namespace ElasticGrains.Kernels;

/// <summary>A kernel whose values travel as JSON, as the registry sees it: a type that JSON loses is told before anything runs.</summary>
internal interface IJsonCarried
{
    /// <summary>What travels as JSON, with the word for it.</summary>
    IEnumerable<(string Role, Type Type)> JsonTypes { get; }
}
