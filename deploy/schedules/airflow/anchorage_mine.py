# SPDX-License-Identifier: Apache-2.0
"""Mines a run's corpus every night, as deploy/submit-mine does: see ../README.md.

Needs apache-airflow-providers-apache-spark, and a connection whose host is yarn and whose extra is
{"queue": "training", "deploy-mode": "cluster"}. `max_active_runs` is the lock.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

RUN = "hdfs:///runs/photos"
ARCHIVE = "hdfs:///apps/anchorage/anchorage-jars.zip"
APPLICATION = "hdfs:///apps/anchorage/anchorage-driver-0.1.0-SNAPSHOT.jar"
PRINCIPAL = "anchorage@EXAMPLE.COM"
KEYTAB = "/etc/security/keytabs/anchorage.keytab"
HOME = Path(os.environ.get("ANCHORAGE_HOME", "/opt/anchorage"))
NATIVES = "/var/tmp/anchorage-javacpp"


def java_options(home: Path) -> str:
    """Returns the options of the JVMs: the words of deploy/jvm-options.txt, and the cache of natives."""
    lines = (home / "deploy" / "jvm-options.txt").read_text().split("\n")
    words = [line for line in lines if line and not line.startswith("#")]
    return " ".join([*words, f"-Dorg.bytedeco.javacpp.cachedir={NATIVES}"])


def properties(home: Path) -> dict:
    """Returns the Spark properties of `deploy/submit-mine --master yarn`."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {
        "spark.executor.cores": "1",
        "spark.task.cpus": "1",
        "spark.dynamicAllocation.enabled": "false",
        "spark.speculation": "false",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
        "spark.driver.memoryOverhead": "4g",
        "spark.executor.memoryOverhead": "4g",
        "spark.driver.extraJavaOptions": java_options(home),
        "spark.executor.extraJavaOptions": java_options(home),
        "spark.executor.instances": "2",
        "spark.yarn.archive": ARCHIVE,
        "spark.yarn.maxAppAttempts": "1",
        **{f"spark.executorEnv.{name}": value for name, value in one_thread.items()},
        **{f"spark.yarn.appMasterEnv.{name}": value for name, value in one_thread.items()},
    }


with DAG(
    dag_id="anchorage_mine",
    description="Mine hard classes and hard negatives from a run's newest checkpoint",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=15)},
) as dag:
    mine = SparkSubmitOperator(
        task_id="mine",
        name="anchorage mine",
        conn_id="anchorage_yarn",
        application=APPLICATION,
        java_class="org.anchorage.driver.cli.Main",
        application_args=["mine", "--run", RUN, "--replace", "--progress", "lines"],
        conf=properties(HOME),
        driver_memory="4g",
        executor_memory="4g",
        principal=PRINCIPAL,
        keytab=KEYTAB,
        execution_timeout=timedelta(hours=6),
    )
