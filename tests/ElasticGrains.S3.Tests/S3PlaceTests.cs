namespace ElasticGrains.S3.Tests;

public sealed class S3PlaceTests
{
    [Theory]
    [InlineData("s3://my-bucket", "my-bucket", "", null, null)]
    [InlineData("s3://my-bucket/", "my-bucket", "", null, null)]
    [InlineData("s3://my.bucket/a/b=1/", "my.bucket", "a/b=1", null, null)]
    [InlineData("s3://bucket?region=eu-central-1", "bucket", "", null, "eu-central-1")]
    [InlineData("s3://bucket/grid?endpoint=http://127.0.0.1:9000", "bucket", "grid", "http://127.0.0.1:9000/", null)]
    [InlineData("s3://bucket/grid?endpoint=https%3A%2F%2Fminio.local&region=eu-1", "bucket", "grid", "https://minio.local/", "eu-1")]
    public void Parse_OfAPlace_ReadsItsParts(string text, string bucket, string prefix, string? endpoint, string? region)
    {
        var place = S3Place.Parse(text);

        Assert.Equal((bucket, prefix, endpoint, region), (place.Bucket, place.Prefix, place.Endpoint?.ToString(), place.Region));
        Assert.Equal(place, S3Place.Parse(place.ToString()));
    }

    [Theory]
    [InlineData("", "does not begin with s3://")]
    [InlineData("databse", "does not begin with s3://")]
    [InlineData("https://bucket", "does not begin with s3://")]
    [InlineData("s3://", "no name of a bucket")]
    [InlineData("s3://Bucket", "no name of a bucket")]
    [InlineData("s3://b", "no name of a bucket")]
    [InlineData("s3://bucket/../other", "part of the prefix")]
    [InlineData("s3://bucket/a//b", "part of the prefix")]
    [InlineData("s3://bucket/a b", "part of the prefix")]
    [InlineData("s3://bucket?endpoint=localhost:9000", "no endpoint")]
    [InlineData("s3://bucket?endpoint=http://localhost:9000/path", "no endpoint")]
    [InlineData("s3://bucket?endpoint=", "no endpoint")]
    [InlineData("s3://bucket?region=", "no name of a region")]
    [InlineData("s3://bucket?accesskey=x", "not 'accesskey'")]
    public void Parse_OfWhatIsNone_SaysWhatIsWrong(string text, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => S3Place.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://bucket?endpoint=http://key:hush@host")]
    [InlineData("s3://bucket?endpoint=http%3A%2F%2Fkey%3Ahush%40host")]
    [InlineData("s3://key:hush@bucket")]
    [InlineData("http://key:hush@host")]
    [InlineData("s3://bucket?accesskey=key&secretkey=hush")]
    [InlineData("s3://bucket?secretkey=hush")]
    [InlineData("s3://bucket?region=hush!")]
    public void Parse_OfOneWithASecret_DoesNotRepeatIt(string text) =>
        Assert.DoesNotContain("hush", Assert.Throws<ArgumentException>(() => S3Place.Parse(text)).Message, StringComparison.Ordinal);
}
