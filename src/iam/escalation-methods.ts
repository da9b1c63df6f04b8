/** A way to gain rights that one was not given: all actions together, for those who know it. */
export interface EscalationMethod {
  /** Completes "together they let the holder …". */
  readonly lets: string;
  readonly actions: readonly string[];
  /** The service principal to which a role is passed; `iam:PassRole` is among the actions exactly where it is set. */
  readonly passedTo?: string;
  readonly source: Source;
}

const SOURCES = {
  /** Spencer Gietzen's list, on which most later ones build. */
  rhino: 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  hackingTheCloud: 'https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/',
  /** Datadog's collection, each path with the permissions that it needs. */
  pathfinding: 'https://pathfinding.cloud/paths/',
} as const;

type Source = (typeof SOURCES)[keyof typeof SOURCES];

const { rhino, hackingTheCloud, pathfinding } = SOURCES;

function alone(action: string, lets: string, source: Source = rhino): EscalationMethod {
  return { lets, actions: [action], source };
}

function passing(passedTo: string, lets: string, actions: readonly string[], source: Source = rhino): EscalationMethod {
  return { lets, actions: ['iam:PassRole', ...actions], passedTo: `${passedTo}.amazonaws.com`, source };
}

/** Direct ways first: what is found first is reported. */
export const ESCALATION_METHODS: readonly EscalationMethod[] = [
  // What a policy allows is rewritten.
  alone('iam:CreatePolicyVersion', 'rewrite an attached policy'),
  alone('iam:SetDefaultPolicyVersion', 'bring back an earlier version of a policy'),
  alone('iam:AttachUserPolicy', 'attach any policy to a user'),
  alone('iam:AttachGroupPolicy', 'attach any policy to a group'),
  alone('iam:AttachRolePolicy', 'attach any policy to a role'),
  alone('iam:PutUserPolicy', 'write a policy into a user'),
  alone('iam:PutGroupPolicy', 'write a policy into a group'),
  alone('iam:PutRolePolicy', 'write a policy into a role'),
  alone('sso:AttachManagedPolicyToPermissionSet', 'attach any policy to a permission set', hackingTheCloud),
  alone('sso:PutInlinePolicyToPermissionSet', 'write a policy into a permission set', hackingTheCloud),

  // Somebody else's credentials are had.
  alone('iam:CreateAccessKey', 'make access keys of any user'),
  alone('iam:CreateLoginProfile', 'set a console password for any user'),
  alone('iam:UpdateLoginProfile', 'change the console password of any user'),
  alone('iam:AddUserToGroup', 'join any group'),
  alone('iam:UpdateAssumeRolePolicy', 'make any role trust the holder'),

  // Code of one's own runs with a role that is there already.
  alone('lambda:UpdateFunctionCode', 'replace the code of any function'),
  alone('lambda:UpdateFunctionConfiguration', 'put a layer under any function', hackingTheCloud),
  alone('glue:UpdateDevEndpoint', 'log in to a development endpoint and its role'),
  alone('ssm:SendCommand', 'run commands with the role of any instance', hackingTheCloud),
  alone('ssm:StartSession', 'open a shell with the role of any instance', hackingTheCloud),
  alone('cloudformation:UpdateStack', 'change any stack with the role that it has', hackingTheCloud),
  {
    lets: 'change any stack with the role that it has',
    actions: ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    source: hackingTheCloud,
  },
  alone('sagemaker:CreatePresignedNotebookInstanceUrl', 'open any notebook and its role', hackingTheCloud),
  {
    lets: 'run code on start of a notebook with its role',
    actions: [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    source: pathfinding,
  },

  // A role is passed to something that the holder starts.
  passing('ec2', 'start an instance with any role', ['ec2:RunInstances']),
  passing('ec2', 'request spot instances with any role', ['ec2:RequestSpotInstances'], pathfinding),
  passing('ec2', 'start a group of instances with any role', [
    'autoscaling:CreateLaunchConfiguration',
    'autoscaling:CreateAutoScalingGroup',
  ]),
  passing(
    'ec2',
    'start a group of instances with any role',
    ['ec2:CreateLaunchTemplate', 'autoscaling:CreateAutoScalingGroup'],
    hackingTheCloud,
  ),
  passing('lambda', 'run a function with any role', ['lambda:CreateFunction', 'lambda:InvokeFunction']),
  passing('lambda', 'run a function with any role', ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping']),
  passing('lambda', 'run a function with any role', ['lambda:CreateFunction', 'lambda:AddPermission'], hackingTheCloud),
  passing('cloudformation', 'create a stack with any role', ['cloudformation:CreateStack']),
  passing(
    'cloudformation',
    'create a stack set with any role',
    ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    pathfinding,
  ),
  passing('glue', 'open a development endpoint with any role', ['glue:CreateDevEndpoint']),
  passing('glue', 'run a job with any role', ['glue:CreateJob', 'glue:StartJobRun'], hackingTheCloud),
  passing('glue', 'run a job with any role', ['glue:CreateJob', 'glue:CreateTrigger'], hackingTheCloud),
  passing('glue', 'run a job with any role', ['glue:UpdateJob', 'glue:StartJobRun'], hackingTheCloud),
  passing('glue', 'run a job with any role', ['glue:UpdateJob', 'glue:CreateTrigger'], hackingTheCloud),
  passing('glue', 'run statements with any role', ['glue:CreateSession', 'glue:RunStatement'], pathfinding),
  passing('datapipeline', 'run a pipeline with any role', [
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
  ]),
  passing('codebuild', 'run a build with any role', ['codebuild:CreateProject', 'codebuild:StartBuild'], pathfinding),
  passing('codebuild', 'run a build with any role', ['codebuild:UpdateProject', 'codebuild:StartBuild'], pathfinding),
  passing(
    'codebuild',
    'run a build with any role',
    ['codebuild:CreateProject', 'codebuild:StartBuildBatch'],
    pathfinding,
  ),
  passing(
    'sagemaker',
    'open a notebook with any role',
    ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    hackingTheCloud,
  ),
  passing('sagemaker', 'run a training job with any role', ['sagemaker:CreateTrainingJob'], hackingTheCloud),
  passing('sagemaker', 'run a processing job with any role', ['sagemaker:CreateProcessingJob'], hackingTheCloud),
  passing('ecs-tasks', 'run a task with any role', ['ecs:RegisterTaskDefinition', 'ecs:RunTask'], pathfinding),
  passing('ecs-tasks', 'run a task with any role', ['ecs:RegisterTaskDefinition', 'ecs:StartTask'], pathfinding),
  passing('ecs-tasks', 'run a service with any role', ['ecs:RegisterTaskDefinition', 'ecs:CreateService'], pathfinding),
  passing('ecs-tasks', 'run a service with any role', ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'], pathfinding),
  passing('ecs-tasks', 'run a job with any role', ['batch:RegisterJobDefinition', 'batch:SubmitJob'], pathfinding),
  passing('elasticmapreduce', 'start a cluster with any role', ['elasticmapreduce:RunJobFlow'], pathfinding),
  passing(
    'states',
    'run a state machine with any role',
    ['states:CreateStateMachine', 'states:StartExecution'],
    pathfinding,
  ),
  passing('scheduler', 'call any API with any role', ['scheduler:CreateSchedule'], pathfinding),
  passing('ssm', 'run an automation with any role', ['ssm:StartAutomationExecution'], pathfinding),
  passing('tasks.apprunner', 'run a service with any role', ['apprunner:CreateService'], pathfinding),
];
