package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.client.Ticket;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The parts of a request that we read ourselves: path, Host and Origin, X-Forwarded-For, tokens, messages. */
class RequestPartsFuzzTest {

    private static final Hosts HOSTS = new Hosts(List.of("gateway.example"), address -> false);
    private static final HttpHeadersFactory UNCHECKED =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    private static final Proxies PROXIES = new Proxies(List.of("127.0.0.0/8", "::1"));

    /** The first byte says what the others are. */
    @FuzzTest
    void isUnderstoodOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        // As HTTP's decoder gives it: a character a byte.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        switch (input[0] % 5) {
            case 0 -> {
                Route route = Route.of(text);
                assertTrue(text.startsWith("/") || route instanceof Route.Malformed);
                HttpHandler.api(route);
            }
            case 1 -> {
                if (HOSTS.ours(text)) {
                    assertFalse(Hosts.same("http://elsewhere.example", text));
                }
                Hosts.same(text, "gateway.example");
            }
            case 2 -> PROXIES.peer(InetAddress.getLoopbackAddress(), List.of(text.split("\n", -1)));
            case 3 -> {
                HttpHeaders headers = UNCHECKED.newHeaders();
                headers.set("Authorization", text);
                Credentials.token(headers);
                headers = UNCHECKED.newHeaders();
                headers.set("Cookie", text);
                Credentials.token(headers);
                String token = Credentials.presented(Unpooled.wrappedBuffer(bytes));
                assertTrue(token.length() <= Ticket.MAX_TOKEN_CHARS);
                assertTrue(token.matches("[-A-Za-z0-9_.]*"), "what gets into a cookie");
            }
            default -> {
                if (ViewerMessage.of(new String(bytes, StandardCharsets.UTF_8)) instanceof ViewerMessage.Ping ping) {
                    assertTrue(Double.isFinite(ping.t0()));
                }
            }
        }
    }
}
