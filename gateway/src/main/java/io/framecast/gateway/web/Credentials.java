package io.framecast.gateway.web;

import io.framecast.client.Ticket;
import io.framecast.client.UsageException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;

/** Where a token travels: in a header or a cookie that scripts cannot read, never in an address. */
final class Credentials {

    static final String COOKIE = "fc_token";

    private static final String BEARER = "Bearer ";
    private static final long SECOND = 1_000_000_000L;

    private Credentials() {}

    /** The token of a request; empty if there is none. */
    static String token(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        for (Cookie cookie : ServerCookieDecoder.STRICT.decode(headers.get(HttpHeaderNames.COOKIE, ""))) {
            if (cookie.name().equals(COOKIE)) {
                return cookie.value();
            }
        }
        return "";
    }

    /** What was typed in: a token, or a ticket that carries one. Empty for what is neither. */
    static String presented(ByteBuf body) {
        String text = body.toString(StandardCharsets.UTF_8).strip();
        if (text.startsWith(Ticket.SCHEME)) {
            try {
                return Ticket.parse("ticket", text).token();
            } catch (UsageException e) {
                return "";
            }
        }
        boolean token = text.length() <= Ticket.MAX_TOKEN_CHARS
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "-_.".indexOf(c) >= 0);
        return token ? text : "";
    }

    static String cookie(String token, long expiresNanos, long nowNanos, boolean tls) {
        String age =
                expiresNanos == Long.MAX_VALUE ? "" : "; Max-Age=" + Math.max(0, (expiresNanos - nowNanos) / SECOND);
        return COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + age + (tls ? "; Secure" : "");
    }
}
