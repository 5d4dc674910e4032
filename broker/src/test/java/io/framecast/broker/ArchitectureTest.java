package io.framecast.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "io.framecast", importOptions = ArchitectureTest.Shipped.class)
final class ArchitectureTest {

    /** Neither this module's tests nor the test jar of another one. */
    static final class Shipped implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_SHELL = noClasses()
            .that()
            .resideInAPackage("io.framecast.broker.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.framecast.broker.net..",
                    "io.framecast.broker.admin..",
                    "io.framecast.broker.rights..",
                    "io.framecast.transport..",
                    "io.framecast.client..",
                    "com.nimbusds..",
                    "io.micrometer..",
                    "org.slf4j..",
                    "io.netty.channel..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule THE_CORE_READS_NO_CLOCK_AND_STARTS_NO_THREAD = noClasses()
            .that()
            .resideInAnyPackage("io.framecast.broker.core..", "io.framecast.broker.rights..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .accessTargetWhere(Clock.READ);

    @ArchTest
    static final ArchRule TOKENS_ARE_THE_RIGHTS_BUSINESS = noClasses()
            .that()
            .resideOutsideOfPackage("io.framecast.broker.rights..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.framecast.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.framecast.broker..", "io.framecast.transport..", "io.framecast.client..");

    @ArchTest
    static final ArchRule THE_TRANSPORT_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("io.framecast.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.framecast.protocol..", "io.framecast.client..", "io.framecast.broker..");

    @ArchTest
    static final ArchRule THE_ADMIN_PORT_KNOWS_NOT_WHO_STARTS_IT = noClasses()
            .that()
            .resideInAPackage("io.framecast.broker.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.framecast.broker.net..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.framecast.(**)").should().beFreeOfCycles();
}
