package io.framecast.broker.admin;

import com.sun.net.httpserver.HttpExchange;
import io.framecast.broker.core.SessionSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /sessions} and {@code POST /sessions/ID/kick}: for whoever sits at this machine, whatever the admin port is bound to.
 * A page in a browser there is kept out twice: it cannot send the header without being asked first (the CORS protocol, which this
 * server does not speak), and a name that was made to point here is none of this machine's own.
 */
final class OperatorDoor {
    static final String PATH = "/sessions";

    /** Any value will do. */
    static final String HEADER = "Framecast-Operator";

    private static final Pattern OWN_NAME =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern KICK = Pattern.compile(PATH + "/([0-9a-f]{16})/kick");
    private static final long ANSWER_MILLIS = 1000;

    /** What goes back. */
    record Answer(int status, String text) {}

    private final BrokerView view;

    OperatorDoor(BrokerView view) {
        this.view = view;
    }

    /** Null: the path is nothing of this door's. */
    @Nullable
    Answer answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        Matcher kick = KICK.matcher(path);
        boolean kicks = kick.matches();
        if (!kicks && !path.equals(PATH)) {
            return null;
        }
        if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress() || !ownName(exchange)) {
            return new Answer(403, "only from this machine, by the name localhost or its loopback address\n");
        }
        String method = kicks ? "POST" : "GET";
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            return new Answer(405, method + " only\n");
        }
        if (!kicks) {
            List<SessionSnapshot> sessions = wait(view.sessions().get());
            return sessions == null ? unwell() : new Answer(200, text(sessions));
        }
        if (exchange.getRequestHeaders().getFirst(HEADER) == null) {
            return new Answer(403, "the header " + HEADER + " is missing: curl -X POST -H '" + HEADER + ": 1' …\n");
        }
        Boolean kicked = wait(view.kick().apply(Long.parseUnsignedLong(kick.group(1), 16)));
        if (kicked == null) {
            return unwell();
        }
        return kicked ? new Answer(200, "kicked\n") : new Answer(404, "no such session\n");
    }

    private static boolean ownName(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host != null && OWN_NAME.matcher(host).matches();
    }

    /** One line each: id, address, what it publishes, what it is subscribed to. */
    private static String text(List<SessionSnapshot> sessions) {
        StringBuilder text = new StringBuilder();
        for (SessionSnapshot session : sessions.stream()
                .sorted(Comparator.comparing(one -> one.peer().toString()))
                .toList()) {
            text.append("%016x".formatted(session.id()))
                    .append(' ')
                    .append(session.peer().getAddress().getHostAddress())
                    .append(' ')
                    .append(session.peer().getPort())
                    .append(" publishes=")
                    .append(String.join(",", session.published()))
                    .append(" subscribed=")
                    .append(String.join(",", session.subscribed()))
                    .append('\n');
        }
        return text.toString();
    }

    private static Answer unwell() {
        return new Answer(503, "the broker does not answer\n");
    }

    private static <T> @Nullable T wait(CompletableFuture<T> asked) {
        try {
            return asked.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }
}
