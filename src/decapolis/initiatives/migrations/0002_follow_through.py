import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0001_initial'),
        ('library', '0007_disclosure'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='draft',
            field=models.ForeignKey(help_text='of that practice, until it is handed in', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.draft'),
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(help_text='the day that it asks about')),
                ('made', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered', models.DateTimeField(null=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='initiatives.initiative')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(help_text='the answer', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='initiatives.report')),
                ('review', models.ForeignKey(help_text='null: a report', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.review')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('review__isnull', False)), fields=('review', 'person'), name='ask_of_a_review_once'), models.UniqueConstraint(condition=models.Q(('review__isnull', True)), fields=('initiative', 'person', 'on'), name='ask_for_a_report_once')],
            },
        ),
    ]
