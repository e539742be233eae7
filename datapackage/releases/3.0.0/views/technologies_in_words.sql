-- title: Technologies in words
-- description: Each technology in words that fit into a sentence.
-- column: technology = the term of the vocabulary
-- column: words = what to call it
select
  term as technology,
  case term
    when 'azure_openai_models' then 'Azure OpenAI models'
    when 'face_comparison_feature' then 'the face comparison feature'
    when 'face_geometry' then 'measuring faces'
    when 'face_recognition_service' then 'face recognition services'
    when 'predictive_policing' then 'tools for predictive policing'
    else replace(term, '_', ' ')
  end as words
from vocabularies
where vocabulary = 'technology'
