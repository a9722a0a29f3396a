using Amazon.Runtime;
using Amazon.S3;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.S3;

/// <summary>Errors of an S3 service in the user's words. They pass, by themselves or by somebody's hand; others stay as they are.</summary>
internal static class S3Trouble
{
    /// <summary>The code of the error of a bucket that is not there.</summary>
    public const string NoBucket = "NoSuchBucket";

    /// <summary>The code of the error of an object that is not there. Others that are not found may be what stands before the service.</summary>
    public const string NoObject = "NoSuchKey";

    public static Exception Of(Exception error, S3Place place) => error switch
    {
        AmazonS3Exception { ErrorCode: NoBucket } => Unavailable($"There is no {place.Where}; create it, and the job goes on.", error),
        AmazonS3Exception { ErrorCode: "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "AccessDenied" or "InvalidToken" or "ExpiredToken" } refused =>
            Unavailable(
                $"The {place.Where} refuses the credentials of {Environment.MachineName} ({refused.ErrorCode}); they come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + "a profile or the machine's role. The job goes on when they hold.",
                error),
        AmazonServiceException refused =>
            Unavailable($"The {place.Where} cannot do it now ({(string.IsNullOrEmpty(refused.ErrorCode) ? refused.Message : refused.ErrorCode)}); the job goes on when it can.", error),
        OperationCanceledException or TimeoutException => Unavailable($"The {place.Where} does not answer in time; the job goes on when it does.", error),
        AmazonClientException or ProcessAWSCredentialException => Unavailable(
            $"The {place.Where} cannot be used from {Environment.MachineName}: {error.Message} Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or the machine's role, "
            + "the region from region=… of the place, AWS_REGION or the profile.",
            error),
        HttpRequestException or IOException => Unavailable($"The {place.Where} cannot be reached ({Innermost(error)}); the job goes on when it can.", error),
        _ => error,
    };

    private static LedgerUnavailableException Unavailable(string message, Exception error) => new(message, error);

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
