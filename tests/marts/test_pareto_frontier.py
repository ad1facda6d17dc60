import duckdb


def test_frontier_is_what_no_row_of_the_run_beats(database: duckdb.DuckDBPyConnection) -> None:
    unbeaten = """
        select release, run, model, img_size from benchmarks as rows_of_run
        where not suspect and not exists (
            from benchmarks as other
            where other.release = rows_of_run.release and other.run = rows_of_run.run and not other.suspect
                and other.secs <= rows_of_run.secs and other.top1 >= rows_of_run.top1
                and (other.secs < rows_of_run.secs or other.top1 > rows_of_run.top1)
        )
    """
    ours = "select release, run, model, img_size from pareto_frontier"
    assert database.execute(f"({ours}) except all ({unbeaten})").fetchall() == []
    assert database.execute(f"({unbeaten}) except all ({ours})").fetchall() == []
