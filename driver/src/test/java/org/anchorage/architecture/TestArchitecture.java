/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import java.util.Random;

/** Holds the house to its plan: docs/architecture.md says why. */
@AnalyzeClasses(packages = "org.anchorage", importOptions = ImportOption.DoNotIncludeTests.class)
final class TestArchitecture {

  @ArchTest
  static final ArchRule dependenciesRunOneWay =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.anchorage..")
          .layer("core")
          .definedBy("org.anchorage.core..")
          .layer("mining")
          .definedBy("org.anchorage.mining..")
          .layer("worker")
          .definedBy("org.anchorage.worker..")
          .layer("driver")
          .definedBy("org.anchorage.driver..")
          .whereLayer("driver")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("driver")
          .whereLayer("mining")
          .mayOnlyBeAccessedByLayers("worker", "driver");

  @ArchTest
  static final ArchRule sparkAndHadoopOnlyInDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.anchorage.driver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  /** dl4j-spark, the baseline, takes DL4J's graphs. */
  private static final String BASELINE = "org.anchorage.driver.rounds.Dl4jRounds";

  @ArchTest
  static final ArchRule architecturesAreData =
      classes()
          .that()
          .resideInAPackage("org.anchorage.core.architecture..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "org.anchorage.core.architecture..");

  @ArchTest
  static final ArchRule dl4jIsAnEngineAmongOthers =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.anchorage.worker.dl4j..")
          .and()
          .doNotHaveFullyQualifiedName(BASELINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.anchorage.worker.dl4j..");

  /**
   * The neighbour search multiplies with ND4J, whatever computes the networks. ONNX models are
   * messages of the protobuf that ND4J carries. oneDNN's primitives come through Bytedeco's
   * JavaCPP.
   */
  @ArchTest
  static final ArchRule arraysAreTheEnginesAndTheSearchs =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.anchorage.worker.dl4j..",
              "org.anchorage.mining.products..",
              "org.anchorage.worker.onnx..",
              "org.anchorage.worker.onednn..")
          .and()
          .doNotHaveFullyQualifiedName(BASELINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule oneDnnIsCalledInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.anchorage.worker.onednn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.dnnl..");

  @ArchTest
  static final ArchRule oneDnnNeedsNoNd4j =
      noClasses()
          .that()
          .resideInAPackage("org.anchorage.worker.onednn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule searchingNeedsNoSpark =
      noClasses()
          .that()
          .resideInAPackage("org.anchorage.driver.index..")
          .and()
          .haveNameNotMatching(".*\\.(VectorStore|VectorStage|build\\..*)(\\$.*)?")
          .or()
          .haveSimpleName("SearchCommand")
          .or()
          .haveSimpleName("ServeCommand")
          .or()
          .resideInAPackage("org.anchorage.driver.serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule jettyIsNamedByTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.anchorage.driver.serve.http..", "org.anchorage.driver.serve.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule luceneIsNamedInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.anchorage.driver.index.items..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.lucene..");

  /** RoundBench times the writing of a checkpoint, through the code that writes it. */
  @ArchTest
  static final ArchRule onlyRunsAndTrainingKnowCheckpointFiles =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.anchorage.driver.run..", "org.anchorage.driver.train..")
          .and()
          .doNotHaveFullyQualifiedName("org.anchorage.driver.bench.RoundBench")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.anchorage\\.driver\\.run\\.(Checkpoint|FloatFile).*");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.anchorage.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule randomnessIsAnArgument =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule namesAndNumbersAreWrittenAlikeEverywhere =
      noClasses()
          .should()
          .accessTargetWhere(DefaultLocale.decides())
          .because(
              "%d has other digits, %.2f another point and toLowerCase() another i where people"
                  + " live elsewhere, and nobody but Main sets the locale. Write"
                  + " String.format(Locale.ROOT, \"...\", a, b) for \"...\".formatted(a, b), and"
                  + " give Locale.ROOT to printf, toLowerCase, toUpperCase and formats of java.text"
                  + " and java.time");

  @ArchTest
  static final ArchRule noDrawers =
      noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..");

  private static final List<String> MAY_HOLD_STATE =
      List.of("org.anchorage.driver.executor.ExecutorCache");

  @ArchTest
  static final ArchRule onlyTheExecutorCacheIsStaticallyMutable =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName(MAY_HOLD_STATE.get(0))
          .should(StaticState.none());

  @ArchTest
  static final ArchRule everyClassBelongsToAModule =
      classes()
          .should()
          .resideInAnyPackage(
              "org.anchorage.core..",
              "org.anchorage.mining..",
              "org.anchorage.worker..",
              "org.anchorage.driver..");
}
