/** Values are texts, whatever they say. */
export type Details = Readonly<Record<string, string>>;

/**
 * A record of Every Eval Ever (`eval.schema.json`, schema 0.3.0), as far as this program writes it: results of one model on
 * one benchmark by one library.
 */
export type EeeRecord = {
  readonly schema_version: '0.3.0';
  readonly evaluation_id: string;
  /** Seconds since 1970. */
  readonly evaluation_timestamp?: string;
  /** Seconds since 1970. */
  readonly retrieved_timestamp: string;
  readonly source_metadata: {
    readonly source_name: string;
    readonly source_type: 'documentation' | 'evaluation_run';
    readonly source_organization_name: string;
    readonly source_organization_url?: string;
    readonly evaluator_relationship: EvaluatorRelationship;
    readonly additional_details: Details;
  };
  readonly eval_library: { readonly name: string; readonly version: string };
  readonly model_info: {
    readonly name: string;
    readonly id: string;
    readonly developer?: string;
    readonly inference_engine?: { readonly name: string };
    readonly additional_details: Details & {
      readonly deployment_type: 'self_deployed' | 'externally_managed' | 'unknown';
      readonly model_availability: ModelAvailability;
    };
  };
  readonly evaluation_results: readonly EeeResult[];
};

export type EvaluatorRelationship = 'first_party' | 'third_party' | 'collaborative' | 'other';

export type ModelAvailability = 'open_weights' | 'closed_weights' | 'unknown';

export type EeeResult = {
  /** Absent where it would not be the only one of its name in the record. */
  readonly evaluation_result_id?: string;
  readonly evaluation_name: string;
  readonly source_data: EeeSourceData;
  readonly evaluation_timestamp?: string;
  readonly metric_config: EeeMetricConfig;
  readonly score_details: {
    readonly score: number;
    readonly details?: Details;
    readonly uncertainty?: { readonly standard_error?: { readonly value: number }; readonly num_samples?: number };
  };
  readonly generation_config?: { readonly additional_details: Details };
};

export type EeeSourceData = {
  readonly dataset_name: string;
  readonly source_type: 'hf_dataset' | 'other';
  readonly hf_repo?: string;
  readonly hf_split?: string;
  /** Of the dataset, not of the run. */
  readonly samples_number?: number;
  readonly additional_details?: Details;
};

/** With a `score_type` both bounds are stated; without one neither is, and the details say so. */
export type EeeMetricConfig = {
  readonly evaluation_description: string;
  readonly metric_id?: string;
  readonly metric_name: string;
  readonly metric_kind?: string;
  readonly metric_unit?: string;
  readonly lower_is_better: boolean;
  readonly score_type?: 'continuous';
  readonly min_score?: Bound;
  readonly max_score?: Bound;
  readonly additional_details?: Details;
};

/** JSON has no infinite numbers. */
export type Bound = number | 'Infinity' | '-Infinity';
