package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * The load generator: {@code HOST PORT} of the broker. Answers each line with all figures in a line of JSON, when it has done it:
 *
 * <pre>
 * publish ID picture | even FRAMES_A_SECOND DATAGRAMS paced|unpaced
 * play on | off
 * join COUNT ID OPEN_EVERY
 * raw-open COUNT               sockets without sessions; says first_port
 * raw-publish PORT FRAMES_A_SECOND DATAGRAMS
 * raw-play on | off
 * clear
 * stats
 * churn ID SECONDS SHARE       every second so many subscribe, and those of the second before leave again
 * all ID COUNT                 so many subscribe to it, too
 * </pre>
 */
public final class CrowdProcess {
    private static final long SECOND = 1_000_000_000L;

    private CrowdProcess() {}

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress broker = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        try (Crowd crowd = new Crowd(broker)) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(crowd, line.split(" ")));
            }
        }
        System.exit(0);
    }

    private static JsonObject answer(Crowd crowd, String[] words) throws IOException {
        switch (words[0]) {
            case "publish" -> crowd.publish(words[1], rhythm(words));
            case "play" -> crowd.play(words[1].equals("on"));
            case "join" -> crowd.join(Integer.parseInt(words[1]), words[2], Integer.parseInt(words[3]));
            case "raw-open" -> {
                JsonObject opened = new JsonObject();
                opened.addProperty("first_port", crowd.openRaw(Integer.parseInt(words[1])));
                return opened;
            }
            case "raw-publish" ->
                crowd.publishRaw(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[1])),
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]));
            case "raw-play" -> crowd.playRaw(words[1].equals("on"));
            case "clear" -> crowd.clear();
            case "stats" -> {
                return crowd.stats();
            }
            case "churn" -> churn(crowd, words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "all" -> {
                crowd.each(0, Integer.parseInt(words[2]), member -> member.subscribe(words[1]));
                LockSupport.parkNanos(3 * SECOND);
            }
            default -> throw new IOException("what is " + words[0] + "?");
        }
        return crowd.stats();
    }

    private static Rhythm rhythm(String[] words) {
        long startMicros = System.currentTimeMillis() * 1000;
        return words[2].equals("picture")
                ? Rhythm.picture(startMicros)
                : Rhythm.even(
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]),
                        words[5].equals("unpaced"),
                        startMicros);
    }

    /** Ends with nobody subscribed, and three seconds for what is still unanswered. */
    private static void churn(Crowd crowd, String id, int seconds, int share) {
        int groups = crowd.size() / share;
        long begin = System.nanoTime();
        for (int second = 0; second <= seconds; second++) {
            int now = second % groups * share;
            int before = (second + groups - 1) % groups * share;
            if (second > 0) {
                crowd.each(before, before + share, member -> member.unsubscribe(id));
            }
            if (second < seconds) {
                crowd.each(now, now + share, member -> member.subscribe(id));
            }
            LockSupport.parkNanos(begin + (second + 1) * SECOND - System.nanoTime());
        }
        LockSupport.parkNanos(3 * SECOND);
    }
}
