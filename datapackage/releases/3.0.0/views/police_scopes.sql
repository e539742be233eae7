-- title: Scopes about use of face recognition by police
-- description: The scopes whose actor includes police and that are about using face recognition, or asking others to use it, with what the table modalities makes of them. Buying, selling, keeping, gathering data and arresting on a match are other matters, and so are companies' policies.
-- column: scope_id = the key of the scope
-- column: instrument_id = the key of the rule
-- column: local_police = 1 where its actor includes police of cities and counties
-- column: state_police = 1 where it includes the police of the state
-- column: outcome = barred, halted, conditions, allowed or not_covered, from modalities
-- column: modality = the term behind it
-- column: reach = whole where it holds in every setting, setting where in one only (with one device, in one kind of place), purpose where for one purpose only
-- column: own_use = 1 for use, 0 where only results are used that others obtained without being asked
-- column: where_words = its setting or purpose in words
-- column: exception_words = what it allows or leaves out, as an exception to a bar
-- column: left_out_words = the police of the state, an airport or a campus whom it leaves out
select
  instrument_scopes.scope_id,
  instrument_scopes.instrument_id,
  police.local_police,
  police.state_police,
  modalities.outcome,
  instrument_scopes.modality,
  case
    when instrument_scopes.context in ('any', 'unspecified') then 'whole'
    when instrument_scopes.context in (
      'airport', 'commercial_establishment', 'place_of_public_accommodation', 'police_body_camera',
      'police_camera_network', 'police_drone', 'port', 'public_space', 'school', 'secure_premises', 'social_media'
    ) then 'setting'
    else 'purpose'
  end as reach,
  case instrument_scopes.activity when 'use_of_unsolicited_results' then 0 else 1 end as own_use,
  case instrument_scopes.context
    when 'police_body_camera' then 'with body cameras'
    when 'police_drone' then 'with drones'
    else contexts.definition
  end as where_words,
  case when police.local_police = 1 or modalities.outcome <> 'not_covered' then
    case instrument_scopes.activity
      when 'use_of_unsolicited_results' then 'results that others obtained without being asked'
      when 'request_use' then 'requests to others'
      when 'request_via_fbi_or_bmv' then 'requests to the FBI or the motor vehicle bureau'
      else 'use'
    end
      || case when police.local_police = 0 then ' by ' || actors_in_words.words else '' end
      || case when instrument_scopes.context in ('any', 'unspecified') then '' when instrument_scopes.activity = 'use_of_unsolicited_results' then ', ' || contexts.definition else ' ' || contexts.definition end
      || case modalities.outcome
        when 'conditions' then ' (under conditions)'
        when 'not_covered' then ' (not covered)'
        else ''
      end
  end as exception_words,
  case when police.local_police = 0 and modalities.outcome = 'not_covered' then actors_in_words.words end as left_out_words
from instrument_scopes
join instruments on instruments.instrument_id = instrument_scopes.instrument_id
join modalities on modalities.modality = instrument_scopes.modality
join (
  select
    regulated_actor,
    max(case part when 'local_law_enforcement' then 1 else 0 end) as local_police,
    max(case part when 'state_police' then 1 else 0 end) as state_police
  from actor_parts
  group by regulated_actor
  having max(case when part in ('local_law_enforcement', 'state_police', 'campus_police', 'airport_police') then 1 else 0 end) = 1
) as police on police.regulated_actor = instrument_scopes.regulated_actor
left join actors_in_words on actors_in_words.regulated_actor = instrument_scopes.regulated_actor
left join vocabularies as contexts on contexts.vocabulary = 'context' and contexts.term = instrument_scopes.context
where instruments.instrument_type <> 'corporate_policy'
  and instrument_scopes.activity in (
    'use', 'deploy', 'activate', 'request_use', 'request_via_fbi_or_bmv', 'use_of_unsolicited_results'
  )
  and instrument_scopes.technology in (
    'face_recognition', 'face_recognition_service', 'face_surveillance', 'face_comparison_feature',
    'biometric_surveillance', 'biometric_identification', 'biometric_identifying_technology'
  )
