package io.framecast.launcher.doctor;

import io.framecast.broker.rights.AddressClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether addresses are translated between here and the broker, and for how long this machine remembers flows.
 *
 * @param timeoutSeconds nf_conntrack_udp_timeout: a flow that was answered never or once
 * @param streamTimeoutSeconds nf_conntrack_udp_timeout_stream: one that goes on
 */
record Nat(Optional<Route> route, OptionalLong timeoutSeconds, OptionalLong streamTimeoutSeconds) {

    private static final String FOLDER = "proc/sys/net/netfilter/";
    private static final String TIMEOUT = "nf_conntrack_udp_timeout";
    private static final String STREAM_TIMEOUT = "nf_conntrack_udp_timeout_stream";

    /** The kernel's defaults are 30 and 120 s (nf_conntrack-sysctl). */
    private static final int LEAST_SECONDS = 30;

    private static final int STREAM_SECONDS = 120;

    static Nat here(SystemFiles files, Optional<Route> route) {
        return new Nat(route, files.number(FOLDER + TIMEOUT), files.number(FOLDER + STREAM_TIMEOUT));
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        route.ifPresent(way -> findings.add(Finding.ok("addresses", addresses(way))));
        timeoutSeconds.ifPresent(seconds -> findings.add(conntrack(seconds)));
        return findings;
    }

    private static String addresses(Route way) {
        String from = way.own().getHostAddress() + " to " + way.broker().getHostAddress();
        boolean translated = AddressClass.of(way.own()) == AddressClass.PRIVATE
                && AddressClass.of(way.broker()) == AddressClass.PUBLIC;
        return translated
                ? from + ": behind a NAT, which reports every second keep open"
                : from + ": no NAT to be seen from here";
    }

    private Finding conntrack(long seconds) {
        long stream = streamTimeoutSeconds.orElse(seconds);
        String says = "UDP flows are remembered for " + seconds + " s, " + stream + " s once both sides have spoken";
        if (seconds >= LEAST_SECONDS && stream >= LEAST_SECONDS) {
            return Finding.ok("conntrack", says);
        }
        return Finding.warning(
                "conntrack",
                says,
                "sudo sysctl -w net.netfilter." + TIMEOUT + "=" + LEAST_SECONDS + " net.netfilter." + STREAM_TIMEOUT
                        + "=" + STREAM_SECONDS);
    }
}
