namespace ElasticGrains.Security;

/// <summary>How a signature travels with a request.</summary>
public static class SignedRequest
{
    /// <summary>The key of the request context under which the signature stands.</summary>
    public const string Key = "eg.signature";

    /// <summary>
    /// Whom a request calls, as its signature says it. Of a part of a silo only the kind: a gateway writes its own address into the
    /// rest, which its client does not know.
    /// </summary>
    public static string TargetOf(GrainId target) => target.IsSystemTarget() ? target.Type.ToString()! : target.ToString();
}
