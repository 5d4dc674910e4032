package io.framecast.protocol;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The core has no I/O, no clock, no thread, no logger and no randomness of its own. */
@AnalyzeClasses(packages = "io.framecast.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class CorePurityTest {

    private static final String ANY = "*";

    /** By owner and name, so that a method reference counts as well as a call; a constructor is called &lt;init&gt;. */
    private static final Map<String, Set<String>> FORBIDDEN = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis", "out", "err", "in", "getenv")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.Clock", Set.of(ANY)),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.lang.Thread", Set.of(ANY)),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.Timer", Set.of(ANY)),
            Map.entry("java.security.SecureRandom", Set.of(ANY)),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of(ANY)),
            Map.entry("java.util.concurrent.Executors", Set.of(ANY)),
            Map.entry("java.util.concurrent.CompletableFuture", Set.of(ANY)),
            Map.entry("java.net.InetAddress", Set.of("getByName", "getAllByName", "getLocalHost", "getHostName")),
            Map.entry("java.net.InetSocketAddress", Set.of("getHostName")));

    @ArchTest
    static final ArchRule TOUCHES_NOTHING_OUTSIDE = noClasses().should().accessTargetWhere(forbidden());

    @ArchTest
    static final ArchRule DEPENDS_ON_NO_SOCKET_CHANNEL_OR_LOGGER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty.channel..",
                    "io.netty.bootstrap..",
                    "io.netty.util.internal.logging..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.io..",
                    "java.util.logging..",
                    "org.slf4j..",
                    "picocli..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(.*Socket|URL.*|.*Connection|Http.*|Network.*)");

    @ArchTest
    static final ArchRule KNOWS_NO_PROGRAM = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.framecast.broker..",
                    "io.framecast.producer..",
                    "io.framecast.subscriber..",
                    "io.framecast.transport..",
                    "io.framecast.client..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("io.framecast.protocol.(*)..").should().beFreeOfCycles();

    /** What the rule is for: neither of these is a method call. */
    static final class Impure {
        static final LongSupplier CLOCK = System::nanoTime;
        static final Supplier<Random> RANDOM = Random::new;
    }

    @ArchTest
    static void seesMethodReferences(JavaClasses core) {
        String report = String.join(
                "\n",
                TOUCHES_NOTHING_OUTSIDE
                        .evaluate(new ClassFileImporter().importClasses(Impure.class))
                        .getFailureReport()
                        .getDetails());
        assertTrue(report.contains("nanoTime") && report.contains("java.util.Random.<init>"), report);
    }

    private static DescribedPredicate<JavaAccess<?>> forbidden() {
        return target(DescribedPredicate.<AccessTarget>describe(
                "a clock, a thread, the console, a name lookup or a source of randomness", target -> {
                    Set<String> names = FORBIDDEN.getOrDefault(target.getOwner().getName(), Set.of());
                    return names.contains(ANY) || names.contains(target.getName());
                }));
    }
}
