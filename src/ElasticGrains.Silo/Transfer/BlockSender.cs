using ElasticGrains.Transfer;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ElasticGrains.Silo.Transfer;

/// <summary>Answers a request for a block, or for one range of it. Whoever has all of it knows by its checksum whether it is right.</summary>
internal static class BlockSender
{
    /// <summary>The bytes of one connection that wait to be sent: more are read from the block only when these have gone.</summary>
    public const int AtOnce = 512 * 1024;

    private const int Slice = 128 * 1024;

    /// <summary>Sends it; that it is not there where it is null.</summary>
    public static async Task SendAsync(HttpContext context, IHeldBytes? block)
    {
        var response = context.Response;
        if (block is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var length = block.Bytes.Length;
        var (from, to) = (0, length);
        if (context.Request.GetTypedHeaders().Range is { Unit.Value: "bytes" } range)
        {
            if (RangeOf(range, length) is not { } asked)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = new ContentRangeHeaderValue(length).ToString();
                return;
            }

            (from, to) = asked;
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, length).ToString();
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = to - from;
        for (var at = from; at < to; at += Slice)
        {
            // What is read as fast as it is sent would keep a thread for as long as it lasts, and calls wait for one.
            await Task.Yield();
            await response.BodyWriter.WriteAsync(block.Bytes[at..Math.Min(to, at + Slice)], context.RequestAborted);
        }
    }

    private static (int From, int To)? RangeOf(RangeHeaderValue header, int length) => header.Ranges.Count == 1 && header.Ranges.Single() is var range
        ? range switch
        {
            { From: { } from } when from < length => ((int)from, (int)Math.Min(length - 1, range.To ?? long.MaxValue) + 1),
            { From: null, To: { } last } when last > 0 => ((int)Math.Max(0, length - last), length),
            _ => null,
        }
        : null;
}
