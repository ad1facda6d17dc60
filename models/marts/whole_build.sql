{{
    config(
        materialized='table',
        post_hook={
            'sql': "begin;
                call ducklake_set_commit_message('lake', 'timm_picker', 'whole build');
                update {{ this }} set built_at = current_timestamp;
                commit",
            'transaction': false,
        },
    )
}}

-- Behind everything that nothing else is made from, so behind everything.
-- depends_on: {{ ref('family_counts') }}
-- depends_on: {{ ref('frontier_since_2022') }}
-- depends_on: {{ ref('inference') }}
-- depends_on: {{ ref('inference_today') }}
-- depends_on: {{ ref('pick') }}
-- depends_on: {{ ref('rejected_rows') }}
-- depends_on: {{ ref('robustness') }}
-- depends_on: {{ ref('training') }}
-- depends_on: {{ ref('training_today') }}
-- depends_on: {{ ref('unmatched') }}
select current_timestamp as built_at
