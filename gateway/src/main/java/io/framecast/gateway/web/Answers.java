package io.framecast.gateway.web;

import com.google.gson.JsonObject;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Whole answers, each with the headers that keep a browser from doing what the page does not. */
final class Answers {

    static final String JSON = "application/json";

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'"
                    + " blob:; connect-src 'self'; font-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri"
                    + " 'none'; form-action 'none'; frame-ancestors 'self'";

    private Answers() {}

    static FullHttpResponse of(HttpResponseStatus status, String type, byte[] body) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        secure(answer.headers());
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer;
    }

    static FullHttpResponse json(HttpResponseStatus status, String json) {
        FullHttpResponse answer = of(status, JSON, json.getBytes(StandardCharsets.UTF_8));
        answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }

    /** One sentence, as JSON for programs and as text for people. */
    static FullHttpResponse refusal(HttpResponseStatus status, boolean api, String sentence) {
        if (!api) {
            FullHttpResponse answer = of(
                    status,
                    "text/plain; charset=utf-8",
                    (status.code() + ": " + sentence + "\n").getBytes(StandardCharsets.UTF_8));
            answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            return answer;
        }
        JsonObject error = new JsonObject();
        error.addProperty("error", sentence);
        return json(status, error.toString());
    }

    static FullHttpResponse empty(HttpResponseStatus status) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        secure(answer.headers());
        return answer;
    }

    static void secure(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set("x-content-type-options", "nosniff")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin")
                .set("cross-origin-resource-policy", "same-origin");
    }
}
