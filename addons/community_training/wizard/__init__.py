from . import community_reason, community_training_enrol
