package io.framecast.bench.crowd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscribersReportTest {

    private static JsonObject row(Map<String, Number> changed) {
        JsonObject row = new JsonObject();
        for (String name : List.of(
                "lost",
                "kernel_receive_overflows",
                "socket_dropped_total",
                "frames_left_out",
                "sessions_lost",
                "broker_cpu_s",
                "crowd_cpu_s",
                "others_cpu_s")) {
            row.addProperty(name, 0);
        }
        row.addProperty("wall_s", 10);
        changed.forEach(row::addProperty);
        return row;
    }

    @Test
    void saysThatNothingWasLost() {
        assertEquals(List.of("nothing was lost, nobody was full"), SubscribersReport.remarks(row(Map.of())));
    }

    @Test
    void saysWhoIsFullAndWhoDropped() {
        assertEquals(
                List.of(
                        "the broker is full: 0.97 of 1 cores",
                        "the kernel dropped 3 messages at full receive buffers, anywhere on this machine",
                        "the broker dropped 5 datagrams because its socket took no more",
                        "2 sessions were lost"),
                SubscribersReport.remarks(row(Map.of(
                        "broker_cpu_s",
                        9.7,
                        "kernel_receive_overflows",
                        3,
                        "socket_dropped_total",
                        5,
                        "sessions_lost",
                        2,
                        "lost",
                        3))));
        assertEquals(List.of("nobody was full"), SubscribersReport.remarks(row(Map.of("lost", 3))));
        assertEquals(
                List.of(
                        "other processes took 0.20 cores: the machine was not quiet, and what was late or lost may be their doing"),
                SubscribersReport.remarks(row(Map.of("lost", 3, "others_cpu_s", 2))));
    }

    @Test
    void readsTheSummaryOfStrace() {
        assertEquals(Map.of("sendmmsg", 4210L, "epoll_wait", 300L), SystemCalls.parse("""
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 90.12    1.234567         293      4210           sendmmsg
                  9.88    0.100000         333       300        12 epoll_wait
                ------ ----------- ----------- --------- --------- ----------------
                100.00    1.334567         296      4510        12 total
                """));
    }
}
