package io.sallyport.portal;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.web.Gzip;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.List;

/// Serves what pages load, from memory, at exactly the paths that exist.
///
/// A browser asks each time whether it still has the newest; the answer is mostly 304, and an upgrade shows at
/// once.
final class Assets {
    private final List<Asset> assets;

    Assets(UiFiles files) {
        this.assets = files.assets();
    }

    List<Route> routes() {
        return assets.stream()
                .map(asset ->
                        new Route("GET", asset.path(), Access.OPEN, (request, reply) -> serve(asset, request, reply)))
                .toList();
    }

    private static void serve(Asset asset, WebRequest request, WebReply reply) {
        boolean small = asset.gzip().length() < asset.plain().length();
        boolean gzip = small && Gzip.isTaken(request);
        String tag = "\"" + asset.tag() + (gzip ? "-gzip" : "") + "\"";
        for (Header header : BrowserPolicy.HEADERS) {
            reply.header(header.name(), header.value());
        }
        reply.header("cache-control", "no-cache")
                .header("etag", tag)
                .header("vary", "accept-encoding")
                .header("content-type", asset.type());
        if (knows(request.header("if-none-match").orElse(""), tag)) {
            reply.status(304).send(Bytes.EMPTY);
            return;
        }
        if (gzip) {
            reply.header("content-encoding", "gzip");
        }
        reply.status(200).send(gzip ? asset.gzip() : asset.plain());
    }

    private static boolean knows(String tags, String tag) {
        for (String known : tags.split(",", -1)) {
            if (known.strip().equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
