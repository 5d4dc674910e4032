package io.framecast.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.HostPort;
import io.framecast.protocol.session.BrokerClock;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is found on the way to the broker, and at its door. */
final class WayTest {

    private static final HostPort BROKER = new HostPort("192.0.2.1", 5000);
    private static final long MILLI = 1_000_000;

    @Test
    void aDeviceTakesTheLargestPacketOrIsGivenALargerMtu() throws UnknownHostException {
        assertEquals(Verdict.OK, route("192.0.2.1", 1248).finding().verdict());
        Finding small = route("192.0.2.1", 1247).finding();
        assertEquals(Verdict.WARNING, small.verdict());
        assertEquals("sudo ip link set dev eth7 mtu 1500", small.mend());
        assertEquals(Verdict.OK, route("2001:db8::1", 1280).finding().verdict());
        assertEquals(Verdict.WARNING, route("2001:db8::1", 1260).finding().verdict());
    }

    @Test
    void theRouteToThisMachineLeadsThroughItsLoopback() {
        Route route = Route.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000))
                .orElseThrow();
        assertTrue(route.own().isLoopbackAddress(), route::toString);
    }

    @Test
    void aPrivateAddressBeforeAPublicBrokerMeansANat() throws UnknownHostException {
        assertTrue(addresses("10.0.0.2", "192.0.2.1").contains("behind a NAT"));
        assertTrue(addresses("10.0.0.2", "10.0.0.1").contains("no NAT"));
        assertTrue(addresses("192.0.2.9", "192.0.2.1").contains("no NAT"));
    }

    @Test
    void flowsForgottenSoonerThanTheKernelWouldAreAWarning() {
        Finding soon = conntrack(10, 120);
        assertEquals(Verdict.WARNING, soon.verdict());
        assertEquals(
                "sudo sysctl -w net.netfilter.nf_conntrack_udp_timeout=30"
                        + " net.netfilter.nf_conntrack_udp_timeout_stream=120",
                soon.mend());
        assertEquals(Verdict.WARNING, conntrack(30, 29).verdict());
        assertEquals(Verdict.OK, conntrack(30, 120).verdict());
        assertEquals(List.of(), new Nat(Optional.empty(), OptionalLong.empty(), OptionalLong.empty()).findings());
    }

    @Test
    void aBrokerThatNobodyNamedMayBeAwayAndOneThatSomebodyNamedMayNot() {
        Finding unnamed = away(false, "").finding();
        assertEquals(Verdict.UNKNOWN, unnamed.verdict());
        assertEquals("no broker at 192.0.2.1:5000", unnamed.says());
        Finding named = away(true, "").finding();
        assertEquals(Verdict.FAILED, named.verdict());
        assertEquals("192.0.2.1:5000 does not answer within 5000 ms", named.says());
        assertTrue(named.mend().contains("sudo ufw allow 5000/udp"), named.mend());
        assertTrue(away(true, "no route").finding().says().endsWith(": no route"));
        Finding nameless = new BrokerFacts(BROKER, true, -1, false, "no name", null, "", "", 5000).finding();
        assertEquals("getent hosts 192.0.2.1", nameless.mend());
    }

    @Test
    void aRefusalFailsWithWhatOpensTheDoor() {
        Finding secret = refused(ErrorCode.SECRET_REQUIRED).finding();
        assertEquals(Verdict.FAILED, secret.verdict());
        assertEquals("framecast doctor --broker 192.0.2.1:5000 --secret-file FILE", secret.mend());
        assertTrue(refused(ErrorCode.TOKEN_EXPIRED).finding().mend().startsWith("framecast token "));
        assertEquals("", refused(ErrorCode.LIMIT_SESSIONS).finding().mend());
    }

    @Test
    void anotherKeyIsAWarningOfABrokerThatIsTakenAndAFailureOfOneThatIsNot() {
        BrokerFacts taken = new BrokerFacts(BROKER, true, MILLI, true, "", null, "key AA", "delete the line", 5000);
        assertEquals(Verdict.WARNING, taken.finding().verdict());
        assertEquals("delete the line", taken.finding().mend());
        BrokerFacts not = new BrokerFacts(BROKER, true, -1, true, "", null, "key AA", "delete the line", 5000);
        assertEquals(Verdict.FAILED, not.finding().verdict());
    }

    @Test
    void aSessionSaysHowLongItTookAndHowTheKeyIsKnown() {
        BrokerFacts there = new BrokerFacts(BROKER, false, 3 * MILLI, true, "", null, "key AA known", "", 5000);
        assertEquals(Verdict.OK, there.finding().verdict());
        assertEquals(
                "192.0.2.1:5000 let this program in after 3.0 ms, wire version 1, key AA known",
                there.finding().says());
    }

    @Test
    void clocksMayBeASecondApartAndNotMore() {
        assertEquals(Verdict.OK, clock(900_000, 200).verdict());
        Finding behind = clock(2_300_000, 200);
        assertEquals(Verdict.WARNING, behind.verdict());
        assertEquals("sudo timedatectl set-ntp true", behind.mend());
        assertTrue(behind.says().startsWith("2300.0 ms behind the broker's, ± 0.2 ms"), behind.says());
        assertTrue(clock(-2_300_000, 200).says().startsWith("2300.0 ms ahead of"));
        assertEquals(Verdict.UNKNOWN, Skew.finding(null).verdict());
    }

    @Test
    void aSkewWithinItsUncertaintyIsNoneAndAnUncertainClockIsSaid() {
        Finding uncertain = clock(1_010_000, 20_001);
        assertEquals(Verdict.WARNING, uncertain.verdict());
        assertTrue(uncertain.says().contains("relative"), uncertain.says());
        assertEquals("", uncertain.mend());
        assertEquals(Verdict.OK, clock(0, 20_000).verdict());
    }

    private static Finding clock(long offsetMicros, int uncertaintyMicros) {
        return Skew.finding(new BrokerClock(offsetMicros, uncertaintyMicros, MILLI));
    }

    private static BrokerFacts away(boolean named, String trouble) {
        return new BrokerFacts(BROKER, named, -1, true, trouble, null, "", "", 5000);
    }

    private static BrokerFacts refused(ErrorCode code) {
        return new BrokerFacts(BROKER, true, -1, true, "no", code, "", "", 5000);
    }

    private static Route route(String broker, int mtu) throws UnknownHostException {
        return new Route(InetAddress.getLoopbackAddress(), InetAddress.getByName(broker), "eth7", mtu);
    }

    private static String addresses(String own, String broker) throws UnknownHostException {
        Route route = new Route(InetAddress.getByName(own), InetAddress.getByName(broker), "eth7", 1500);
        return new Nat(Optional.of(route), OptionalLong.empty(), OptionalLong.empty())
                .findings()
                .getFirst()
                .says();
    }

    private static Finding conntrack(long seconds, long streamSeconds) {
        return new Nat(Optional.empty(), OptionalLong.of(seconds), OptionalLong.of(streamSeconds))
                .findings()
                .getFirst();
    }
}
