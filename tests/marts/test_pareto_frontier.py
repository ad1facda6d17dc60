import duckdb


def test_frontier_is_what_no_row_of_the_run_beats(database: duckdb.DuckDBPyConnection) -> None:
    unbeaten = """
        select release, run, model, img_size
        from benchmarks as candidate
        where not suspect and not exists (
            from benchmarks as other
            where other.release = candidate.release and other.run = candidate.run and not other.suspect
                and other.secs <= candidate.secs and other.top1 >= candidate.top1
                and (other.secs < candidate.secs or other.top1 > candidate.top1)
        )
    """
    ours = "select release, run, model, img_size from pareto_frontier"
    assert database.execute(f"({ours}) except all ({unbeaten})").fetchall() == []
    assert database.execute(f"({unbeaten}) except all ({ours})").fetchall() == []
