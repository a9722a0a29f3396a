using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using ElasticGrains.Ledger;

namespace ElasticGrains.S3;

/// <summary>Errors of an S3 service in the user's words. They pass, by themselves or by somebody's hand; others stay as they are.</summary>
internal static class S3Trouble
{
    /// <summary>The code of the error of a bucket that is not there.</summary>
    public const string NoBucket = "NoSuchBucket";

    /// <summary>The code of the error of an object that is not there. Others that are not found may be what stands before the service.</summary>
    public const string NoObject = "NoSuchKey";

    private static readonly string[] WrongCredentials = ["InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidToken", "ExpiredToken"];

    /// <param name="error">What the client threw.</param>
    /// <param name="place">Where.</param>
    /// <param name="consequence">What follows from it, behind the reason: empty, or a sentence and the space before it.</param>
    public static Exception Of(Exception error, S3Place place, string consequence)
    {
        return error switch
        {
            AmazonS3Exception { ErrorCode: NoBucket } => Unavailable($"There is no {place.Where}; create it."),
            AmazonS3Exception refused when IsRefused(refused) => Unavailable(
                $"The {place.Where} refuses the credentials of {Environment.MachineName} ({refused.ErrorCode}); they come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + "a profile or the machine's role."),
            AmazonServiceException refused =>
                Unavailable($"The {place.Where} cannot do it now ({(string.IsNullOrEmpty(refused.ErrorCode) ? refused.Message : refused.ErrorCode)})."),
            OperationCanceledException or TimeoutException => Unavailable($"The {place.Where} does not answer in time."),
            AmazonClientException or ProcessAWSCredentialException => Unavailable(
                $"The {place.Where} cannot be used from {Environment.MachineName}: {error.Message} Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or the "
                + "machine's role, the region from region=… of the place, AWS_REGION or the profile."),
            HttpRequestException or IOException => Unavailable($"The {place.Where} cannot be reached ({Innermost(error)})."),
            _ => error,
        };

        LedgerUnavailableException Unavailable(string message) => new(message + consequence, error);
    }

    /// <summary>True when it may pass by itself: neither the bucket nor the credentials are wrong.</summary>
    public static bool MayPass(LedgerUnavailableException error) => error.InnerException switch
    {
        AmazonS3Exception refused => refused.ErrorCode != NoBucket && !IsRefused(refused),
        AmazonServiceException => true,
        AmazonClientException or ProcessAWSCredentialException => false,
        _ => true,
    };

    // What has no body has no code: HEAD.
    private static bool IsRefused(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.Forbidden || WrongCredentials.Contains(error.ErrorCode);

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
