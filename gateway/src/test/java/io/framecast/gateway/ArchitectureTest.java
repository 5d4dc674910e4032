package io.framecast.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.framecast.broker.core.Grant;
import io.framecast.broker.core.Scope;

/** What the gateway may know. */
@AnalyzeClasses(packages = "io.framecast.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule OF_THE_BROKER_ONLY_ITS_RIGHTS = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.framecast.broker..")
                    .and(not(resideInAnyPackage("io.framecast.broker.rights")))
                    .and(not(belongToAnyOf(Grant.class, Scope.class))));

    @ArchTest
    static final ArchRule OF_THE_SUBSCRIBER_ONLY_ITS_DECODERS = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.framecast.subscriber..")
                    .and(not(resideInAnyPackage("io.framecast.subscriber.media"))));

    @ArchTest
    static final ArchRule FEEDS_KNOW_NO_WEB = noClasses()
            .that()
            .resideInAPackage("io.framecast.gateway.feed")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.framecast.gateway.web",
                    "io.framecast.gateway.api",
                    "io.framecast.gateway.thumbnail",
                    "io.netty.handler..");

    @ArchTest
    static final ArchRule DECODERS_ARE_THE_THUMBNAILS_BUSINESS = noClasses()
            .that()
            .resideOutsideOfPackage("io.framecast.gateway.thumbnail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.framecast.subscriber..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.framecast.gateway.(*)").should().beFreeOfCycles();
}
